/* The interface compiles as C11, and what is on the wire does not move. Every offset of ABI 1.1 on 64-bit machines. */
#include <assert.h>

#include "vigie_backend.h"

#define AT(type, field, offset) static_assert(offsetof(type, field) == (offset), #type "." #field " moved")

static_assert(sizeof(void *) == 8, "the offsets below are those of 64-bit machines");
AT(vigie_str, len, 8);
AT(vigie_error, klass, 4);
AT(vigie_error, retry_after_ms, 8);
AT(vigie_error, message, 24);
AT(vigie_error, detail, 536);
AT(vigie_change, op, 4);
AT(vigie_change, kind, 8);
AT(vigie_change, id, 16);
AT(vigie_change, version, 32);
AT(vigie_change, at_ms, 48);
AT(vigie_change, lon, 56);
AT(vigie_change, lat, 64);
AT(vigie_change, value, 72);
AT(vigie_change, heading_deg, 80);
AT(vigie_change, speed_ms, 88);
AT(vigie_change, accuracy_m, 96);
AT(vigie_change, unit, 104);
AT(vigie_change, json, 120);
AT(vigie_change, step_ms, 136); /* since 1.1 */
AT(vigie_change, values, 144);
AT(vigie_change, value_count, 152);
AT(vigie_change, series_flags, 160);
static_assert(sizeof(vigie_change) == 168, "vigie_change grew: raise the minor version");
AT(vigie_batch, count, 4);
AT(vigie_batch, items, 8);
AT(vigie_batch, stride, 16);
AT(vigie_batch, cursor, 24);
AT(vigie_host, ctx, 8);
AT(vigie_host, push, 32);
AT(vigie_host, state, 40);
AT(vigie_host, ack, 48);
AT(vigie_host, log, 56);
AT(vigie_host, cancelled, 64);
AT(vigie_host, cancel_fd, 72);
AT(vigie_host, now_ms, 80);
AT(vigie_host, secret, 88);
AT(vigie_host, extension, 96);
AT(vigie_command, ticket, 8);
AT(vigie_command, kind, 16);
AT(vigie_command, id, 24);
AT(vigie_command, json, 72);
AT(vigie_command, deadline_ms, 88);
AT(vigie_backend, name, 8);
AT(vigie_backend, capabilities, 40);
AT(vigie_backend, create, 56);
AT(vigie_backend, run, 72);
AT(vigie_backend, extension, 112);
AT(vigie_http_header, value, 16);
AT(vigie_http_request, auth, 4);
AT(vigie_http_request, method, 8);
AT(vigie_http_request, url, 24);
AT(vigie_http_request, headers, 40);
AT(vigie_http_request, header_count, 48);
AT(vigie_http_request, body, 56);
AT(vigie_http_request, auth_name, 72);
AT(vigie_http_request, auth_secret, 88);
AT(vigie_http_request, ca_file, 104);
AT(vigie_http_request, max_bytes, 120);
AT(vigie_http_request, timeout_ms, 128);
AT(vigie_http_reply, status, 4);
AT(vigie_http_reply, url, 8);
AT(vigie_http_reply, headers, 24);
AT(vigie_http_reply, header_count, 32);
AT(vigie_http_reply, body, 40);
AT(vigie_http_reply, retry_after_ms, 56);
AT(vigie_http, send, 8);
AT(vigie_http, release, 16);
