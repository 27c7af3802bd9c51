/* Vigie backend interface, ABI 1.1: how any program brings data into Vigie and takes edits back.
 *
 * Compiles as C11 and as C++20, needs no library. A plugin is a shared object that exports ONE symbol,
 * `vigie_backend_main`. Built-in backends use this same interface and nothing else.
 *
 * Versions    Majors must match; a newer minor never refuses. Every struct begins with `size`: the host zero-fills what it
 *             owns and sets `size`, a plugin does the same for what it hands over. Fields are only ever appended: read a
 *             field only when VIGIE_HAS(struct, field). A struct larger than ours is accepted, its tail ignored.
 *             Unknown ops, kinds, classes and healths are carried, not refused.
 * Memory      Who allocates frees. Texts and arrays passed in are borrowed for the call. Errors are fixed buffers: nothing
 *             to free, may be NULL.
 * Threads     [control]    called one at a time, never on the window's thread
 *             [own thread] exactly one `run` per instance, on a thread of its own
 *             [any thread] at any time while the instance lives
 *             The host calls nothing after `destroy`, and no plugin function from inside a host function.
 * Time        create < 50 ms and no network; after `stop`, `run` returns within 1 s, or the host abandons the instance.
 * Words       A text for a person (message, why) is a sentence: what happened, what to do. One that begins with '@' names a
 *             sentence of the host's language files instead: "@web.timed_out<TAB>host=data.example.fr".
 * Exceptions  and exit() never cross. vigie_backend.hpp catches for C++.
 */
#ifndef VIGIE_BACKEND_H
#define VIGIE_BACKEND_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VIGIE_ABI_MAJOR 1u
#define VIGIE_ABI_MINOR 1u
#define VIGIE_ABI ((VIGIE_ABI_MAJOR << 16) | VIGIE_ABI_MINOR)
#define VIGIE_HAS(ptr, type, field) ((ptr)->size >= offsetof(type, field) + sizeof((ptr)->field))
#if defined(__GNUC__)
#define VIGIE_EXPORT __attribute__((visibility("default")))
#else
#define VIGIE_EXPORT
#endif

/* Bounds the host refuses to pass, with class VIGIE_ERROR_LIMIT. */
#define VIGIE_MAX_BATCH_CHANGES 4096u
#define VIGIE_MAX_TEXT_BYTES (1u << 20)
#define VIGIE_MAX_SERIES_VALUES 10000u

/* UTF-8, not NUL-terminated. */
typedef struct vigie_str {
    const char *ptr;
    uint64_t len;
} vigie_str;

enum { /* classes of error */
    VIGIE_ERROR_NONE = 0,
    VIGIE_ERROR_CONFIG = 1,
    VIGIE_ERROR_AUTH = 2,
    VIGIE_ERROR_NETWORK = 3,
    VIGIE_ERROR_REMOTE = 4,
    VIGIE_ERROR_PROTOCOL = 5,
    VIGIE_ERROR_LIMIT = 6,
    VIGIE_ERROR_CONFLICT = 7,
    VIGIE_ERROR_UNSUPPORTED = 8,
    VIGIE_ERROR_INTERNAL = 9
};

typedef struct vigie_error {
    uint32_t size;
    int32_t klass;
    int64_t retry_after_ms; /* 0 = the host decides */
    int32_t native;         /* errno, HTTP status…; for the log */
    int32_t reserved;
    char message[512];      /* a sentence for a person, NUL-terminated UTF-8; see "Sentences" */
    char detail[2048];      /* for the log; never a secret */
} vigie_error;

enum { /* kinds of entity */
    VIGIE_KIND_ASSET = 0,
    VIGIE_KIND_SENSOR = 1,
    VIGIE_KIND_ALERT = 2,
    VIGIE_KIND_REPORT = 3,
    VIGIE_KIND_REQUEST = 4,
    VIGIE_KIND_INTERVENTION = 5,
    VIGIE_KIND_CREW = 6,
    VIGIE_KIND_AGENT = 7,
    VIGIE_KIND_VEHICLE = 8,
    VIGIE_KIND_SHIFT = 9,
    VIGIE_KIND_ABSENCE = 10,
    VIGIE_KIND_BUILDING = 11,
    VIGIE_KIND_METER = 12
};

enum { /* what happened */
    VIGIE_OP_UPSERT = 1,         /* json: the neutral fields of the entity; only those given are known */
    VIGIE_OP_DELETE = 2,
    VIGIE_OP_OBSERVE = 3,        /* id: the sensor; value, unit, at_ms */
    VIGIE_OP_POSITION = 4,       /* id: the crew; lon, lat, at_ms, heading, speed, accuracy */
    VIGIE_OP_SNAPSHOT_BEGIN = 5, /* of `kind` */
    VIGIE_OP_SNAPSHOT_END = 6,   /* value 1: authoritative, what was not mentioned is gone; else it is only missing */
    VIGIE_OP_READINGS = 7        /* since 1.1. id: the meter; at_ms, step_ms, values: what it took in each step; unit */
};

enum { VIGIE_SERIES_USE = 0, VIGIE_SERIES_REGISTER = 1 };

/* One change. Times are milliseconds since 1970 UTC; places WGS 84 degrees; a number that is not known is NaN.
 * Neutral fields: see entity_json.hpp; references to other entities of this source are their ids as strings. */
typedef struct vigie_change {
    uint32_t size;
    uint32_t op;
    uint32_t kind;
    uint32_t reserved;
    vigie_str id;
    vigie_str version; /* opaque: ETag, row version, time, or a hash of the content */
    int64_t at_ms;
    double lon, lat;
    double value;
    double heading_deg, speed_ms, accuracy_m;
    vigie_str unit; /* UCUM; empty = the sensor's or meter's own */
    vigie_str json;
    /* Since 1.1, of readings: value i is of [at_ms + i * step_ms, + step_ms); NaN = not known. With VIGIE_SERIES_REGISTER they
     * are what the register showed at at_ms + i * step_ms: what was taken is their difference, one value less. The same
     * meter, begin and step again replaces what was told before. */
    int64_t step_ms; /* 1 s … 400 days, whole seconds */
    const double *values;
    uint64_t value_count; /* up to VIGIE_MAX_SERIES_VALUES */
    uint32_t series_flags;
    uint32_t reserved2;
} vigie_change;

/* At least once, ordered per id. `cursor` covers everything up to the end of this batch; the host stores it in the same
 * transaction as the items and gives it back to `run` after a restart. Empty = keep the last one. */
typedef struct vigie_batch {
    uint32_t size;
    uint32_t count;
    const vigie_change *items;
    uint64_t stride; /* bytes from one item to the next */
    vigie_str cursor;
} vigie_batch;

enum { VIGIE_PUSH_TAKEN = 0, VIGIE_PUSH_FULL = 1, VIGIE_PUSH_CANCELLED = 2, VIGIE_PUSH_REFUSED = 3 };
enum { VIGIE_HEALTH_STARTING = 0, VIGIE_HEALTH_OK = 1, VIGIE_HEALTH_LATE = 2, VIGIE_HEALTH_OFFLINE = 3, VIGIE_HEALTH_REFUSED = 4 };
enum { VIGIE_LOG_DEBUG = 0, VIGIE_LOG_INFO = 1, VIGIE_LOG_WARNING = 2, VIGIE_LOG_ERROR = 3 };
enum { /* what became of a command */
    VIGIE_ACK_DONE = 0,
    VIGIE_ACK_CONFLICT = 1, /* the current entity was pushed first */
    VIGIE_ACK_REFUSED = 2,  /* `why` is the reason, for a person */
    VIGIE_ACK_RETRY = 3,
    VIGIE_ACK_UNKNOWN = 4   /* the host reads back before it sends again */
};

/* Given at create, valid until destroy. All [any thread]; none blocks; none calls back into the plugin. */
typedef struct vigie_host {
    uint32_t size;
    uint32_t abi; /* of the host */
    void *ctx;    /* first argument of every function below */
    const char *app, *version;
    int32_t (*push)(void *ctx, const vigie_batch *batch); /* VIGIE_PUSH_…; FULL: keep it and wait for resume() */
    void (*state)(void *ctx, int32_t health, vigie_str why, int64_t retry_at_ms);
    void (*ack)(void *ctx, uint64_t ticket, int32_t outcome, vigie_str remote_id, vigie_str version, vigie_str why);
    void (*log)(void *ctx, int32_t level, vigie_str text);
    int32_t (*cancelled)(void *ctx);
    int32_t cancel_fd; /* becomes readable when run() must return, and stays so: poll it beside your sockets */
    int32_t reserved;
    int64_t (*now_ms)(void *ctx);
    int32_t (*secret)(void *ctx, vigie_str name, char *buffer, uint64_t *len); /* name: a property of config_schema with "format":
                                                       "secret", which the configuration never holds. 0 ok, 1 none, 2 buffer too small (len set) */
    const void *(*extension)(void *ctx, const char *name); /* named extensions; NULL when unknown */
} vigie_host;

/* An edit made in Vigie for an entity of this source. */
typedef struct vigie_command {
    uint32_t size;
    uint32_t op; /* VIGIE_OP_UPSERT or VIGIE_OP_DELETE */
    uint64_t ticket;
    uint32_t kind;
    uint32_t reserved;
    vigie_str id; /* empty: created in Vigie, not known there yet */
    vigie_str expected_version;
    vigie_str idempotency_key; /* the same for every try, survives restarts */
    vigie_str json;            /* only the fields that changed */
    int64_t deadline_ms;
    vigie_str seen_cursor; /* the cursor stored when the person acted: what came after was not known then; empty = all is */
} vigie_command;

/* Filled by the plugin. Functions marked (may be NULL) are optional. */
typedef struct vigie_backend {
    uint32_t size;
    uint32_t abi; /* of the plugin */
    const char *name, *title, *version, *licence;
    const char *capabilities; /* JSON: {"reads":["sensor",…],"writes":[…],"live":true,"snapshot":true,"history":false,"area":false,"shared":false}
                                 shared: the source is the commune itself, for several desks; what belongs to no other source is written there, and
                                 an entity is made under the idempotency key of the command as its id */
    const char *config_schema; /* JSON Schema of the configuration: the Sources panel draws its form; "format":"secret" is masked;
                                  "title@en" and "description@en" beside "title" and "description" say them in another language */
    int32_t (*create)(const vigie_host *host, void **self, vigie_error *error);                /* [control] 0 ok */
    int32_t (*configure)(void *self, vigie_str json, vigie_error *error);                      /* [control] checks only, no network */
    int32_t (*run)(void *self, vigie_str cursor, vigie_error *error);                          /* [own thread] empty cursor: snapshot first */
    int32_t (*submit)(void *self, const vigie_command *command, vigie_error *error);           /* [control] copies and returns (may be NULL) */
    void (*resume)(void *self);                                                                /* [any thread] there is room again */
    void (*stop)(void *self);                                                                  /* [any thread] */
    void (*destroy)(void *self);                                                               /* [control] after run returned */
    const void *(*extension)(void *self, const char *name);                                    /* [control] (may be NULL) */
} vigie_backend;

/* Extension "vigie.control/1" of a plugin: messages a person sends it, such as {"speed":60}. [control] */
typedef struct vigie_control {
    uint32_t size;
    uint32_t reserved;
    int32_t (*control)(void *self, vigie_str json, vigie_error *error);
} vigie_control;

/* Extension "vigie.http/1" of the host: one request over HTTP(S). The host inserts credentials, verifies certificates, goes
 * through the machine's proxy, gives up when the source is stopped, and keeps secrets out of every text. Only http and https.
 * Redirects are followed for GET and HEAD, five at most, never from https to http; to another origin without credentials.
 * [any thread] of the plugin but those marked [control]; blocks. */
enum { VIGIE_HTTP_DONE = 0, VIGIE_HTTP_FAILED = 1, VIGIE_HTTP_CANCELLED = 2 };
enum { /* where the secret goes; `auth_secret` names a property of config_schema with "format":"secret" */
    VIGIE_AUTH_NONE = 0,
    VIGIE_AUTH_BASIC = 1,  /* auth_name is the user */
    VIGIE_AUTH_BEARER = 2, /* Authorization: Bearer */
    VIGIE_AUTH_HEADER = 3, /* auth_name is the header */
    VIGIE_AUTH_QUERY = 4,  /* auth_name is the parameter */
    VIGIE_AUTH_FORM = 5    /* the same, at the end of a form-urlencoded body */
};

typedef struct vigie_http_header {
    vigie_str name, value; /* of a reply: name in lower case */
} vigie_http_header;

typedef struct vigie_http_request {
    uint32_t size;
    uint32_t auth; /* VIGIE_AUTH_…; with a secret that nobody gave, the request is made without */
    vigie_str method;                 /* empty = GET */
    vigie_str url;                    /* without user or password in it */
    const vigie_http_header *headers; /* 64 at most; Authorization and Cookie do not follow to another origin */
    uint64_t header_count;
    vigie_str body;
    vigie_str auth_name, auth_secret;
    vigie_str ca_file;                /* PEM: the only authorities trusted; empty = those of the machine */
    uint64_t max_bytes;               /* of the body, decoded; 0 = 16 MiB, at most 256 MiB (32 MiB for a process of its own) */
    int64_t timeout_ms;               /* for all of it, redirects too; 0 = 20 s, at most 10 min */
    int32_t cancel_fd;                /* gives this one up once it is readable; 0 = none */
    int32_t reserved;
} vigie_http_request;

typedef struct vigie_http_reply { /* the host's, until released */
    uint32_t size;
    int32_t status;                   /* any: 404 is a reply, not a failure */
    vigie_str url;                    /* that answered in the end */
    const vigie_http_header *headers; /* all but Set-Cookie */
    uint64_t header_count;
    vigie_str body;
    int64_t retry_after_ms;           /* from Retry-After, seconds or date; -1 = not said */
} vigie_http_reply;

typedef struct vigie_http {
    uint32_t size;
    uint32_t reserved;
    /* VIGIE_HTTP_…; DONE: *reply is to be released, FAILED: `error` says why, with what to do */
    int32_t (*send)(void *ctx, const vigie_http_request *request, const vigie_http_reply **reply, vigie_error *error);
    void (*release)(void *ctx, const vigie_http_reply *reply);
} vigie_http;

/* Extension "vigie.time/1" of a host: time as it passes there, which a test may run as fast as it likes. vigie_backend.hpp waits
 * and measures by it where there is one. [own thread] and threads that a plugin starts. */
typedef struct vigie_time {
    uint32_t size;
    uint32_t reserved;
    int64_t (*elapsed_ms)(void *ctx);                /* since some moment; never backwards */
    void (*wait)(void *ctx, int64_t ms, int32_t fd); /* until `fd` is readable (-1: none), run() must return, or so much passed */
} vigie_time;

/* Extension "vigie.sample/1" of a host: the last thing that came from outside, before it was understood, for a person who
 * sets a source up. `where` is a topic, an address, a file. `why` is empty when something was made of it. [any thread] */
typedef struct vigie_sample {
    uint32_t size;
    uint32_t reserved;
    void (*sample)(void *ctx, vigie_str where, vigie_str text, vigie_str why);
} vigie_sample;

/* Extension "vigie.mapping/1" of a plugin: its mapping tried on a sample, without network. After configure. [control] */
typedef struct vigie_mapping {
    uint32_t size;
    uint32_t reserved;
    /* Pushes what the sample would bring. */
    int32_t (*try_sample)(void *self, vigie_str where, vigie_str text, vigie_error *error);
    /* Members of the configuration that suit the sample, as a JSON object. 0 ok, 1 see error, 2 buffer too small (len set) */
    int32_t (*propose)(void *self, vigie_str where, vigie_str text, char *buffer, uint64_t *len, vigie_error *error);
} vigie_mapping;

typedef int32_t (*vigie_backend_main_fn)(uint32_t host_abi, vigie_backend *out, vigie_error *error);

/* The only symbol of a plugin. 0 = filled. */
VIGIE_EXPORT int32_t vigie_backend_main(uint32_t host_abi, vigie_backend *out, vigie_error *error);

#ifdef __cplusplus
}
#endif
#endif
