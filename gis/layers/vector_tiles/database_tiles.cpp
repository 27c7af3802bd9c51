#include "gis/layers/vector_tiles/database_tiles.hpp"

#include <fmt/format.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>

#include "gis/backends/postgis/connection.hpp"

namespace vigie::gis {

namespace {

using Json = nlohmann::json;
using postgis::Connection;
using postgis::Rows;
using Clock = std::chrono::steady_clock;
using remote::Fetched;

constexpr int finest_zoom = 20;                         // a tile of 38 m: 4,096 steps of a centimetre
constexpr double features_of_tile = 5'000;              // expected, beyond it a sample stands for them
constexpr int most_of_tile = 20'000;                    // whatever was expected
constexpr double evenly_sampled_rows = 2e6;             // larger tables are sampled by their pages: nothing reads all of them
constexpr std::size_t most_fields = 60, most_tables = 1'000;
constexpr std::chrono::seconds tile_age{30};            // a view that comes back does not ask again at once
constexpr std::chrono::seconds whole_second{1};         // what is kept is dated so

Error bad_table(const char* key, const std::string& table) { return {ErrorClass::input, {key, {{"table", table}}}, {std::string(key) + ".remedy", {}}, {}, {}}; }

// A descriptor that is readable while the token of a watch has stopped.
class StopDescriptor {
public:
    StopDescriptor() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
    ~StopDescriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    StopDescriptor(const StopDescriptor&) = delete;
    StopDescriptor& operator=(const StopDescriptor&) = delete;
    [[nodiscard]] int fd() const { return fd_; }

    class Watch {
    public:
        Watch(const StopDescriptor& d, const std::stop_token& stop) : told_(stop, Tell{(calm(d.fd()), d.fd())}) {}

    private:
        struct Tell {
            int fd;
            void operator()() const { (void)::eventfd_write(fd, 1); }
        };
        static void calm(int fd) {
            eventfd_t value = 0;
            (void)::eventfd_read(fd, &value);
        }
        std::stop_callback<Tell> told_;
    };

private:
    int fd_;
};

Result<Connection> connect(const remote::Address& address, remote::Services& services, int cancel_fd) {
    auto target = postgis::target_from_url(address.url);
    if (!target) return target.error();
    if (const std::string password = services.password(address.url); !password.empty()) target->keywords["password"] = password;
    return Connection::open(*target, {.cancel_fd = cancel_fd, .connect = std::chrono::seconds(8), .answer = std::chrono::seconds(20)});
}

std::string sql_name(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string literal(std::string_view text) {
    std::string out = "E'";
    for (const char c : text) out += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return out + "'";
}

// What the database says of a table.
struct Table {
    std::string schema, name, column, type;
    int srid = 0;
    double rows = 0;      // estimated; negative = not said
    bool has_ctid = false, has_pages = false;
    std::vector<std::string> fields;
    std::optional<LonLatBox> extent;

    [[nodiscard]] Json to_json() const {
        Json json{{"schema", schema}, {"name", name}, {"column", column}, {"type", type}, {"srid", srid}, {"rows", rows}, {"ctid", has_ctid}, {"pages", has_pages}, {"fields", fields}};
        if (extent) json["extent"] = {extent->min_x, extent->min_y, extent->max_x, extent->max_y};
        return json;
    }
    static std::optional<Table> from_json(const std::string& text) {
        const Json json = Json::parse(text, nullptr, false);
        if (!json.is_object()) return {};
        Table t{json.value("schema", ""), json.value("name", ""), json.value("column", ""), json.value("type", ""), json.value("srid", 0), json.value("rows", 0.0),
                json.value("ctid", false), json.value("pages", false), json.value("fields", std::vector<std::string>{}), {}};
        if (json.contains("extent")) t.extent = LonLatBox{json["extent"][0], json["extent"][1], json["extent"][2], json["extent"][3]};
        return t;
    }
};

struct Named {
    std::string schema, table;
};
Named named_by(const std::string& text) {
    const auto dot = text.find('.');
    return dot == std::string::npos ? Named{"public", text} : Named{text.substr(0, dot), text.substr(dot + 1)};
}

std::optional<LonLatBox> extent_of(Connection& c, const Table& t) {
    const std::string box = "select st_xmin(b), st_ymin(b), st_xmax(b), st_ymax(b) from (select st_transform(st_setsrid({}::geometry, " + std::to_string(t.srid) + "), 4326) as b) x where b is not null";
    auto rows = c.run(fmt::format(fmt::runtime(box), fmt::format("st_estimatedextent({}, {}, {})", literal(t.schema), literal(t.name), literal(t.column))));
    if ((!rows || rows->count() == 0) && t.rows < evenly_sampled_rows)  // not analysed yet, or a view
        rows = c.run(fmt::format(fmt::runtime(box), fmt::format("(select st_extent({}) from {}.{})", sql_name(t.column), sql_name(t.schema), sql_name(t.name))));
    if (!rows || rows->count() == 0) return {};
    const LonLatBox found{rows->real(0, 0), rows->real(0, 1), rows->real(0, 2), rows->real(0, 3)};
    const double width = found.max_x - found.min_x, height = found.max_y - found.min_y;
    if (!std::isfinite(width + height)) return {};
    const double margin = std::max({0.01 * width, 0.01 * height, 0.0005});  // an estimate, and a single point has no width
    return LonLatBox{found.min_x - margin, found.min_y - margin, found.max_x + margin, found.max_y + margin};
}

Result<Table> describe(Connection& c, const remote::Address& address) {
    const auto [schema, name] = named_by(address.choice("table"));
    const auto column = c.run("select f_geometry_column, srid, type from geometry_columns where f_table_schema = $1 and f_table_name = $2 and ($3 = '' or f_geometry_column = $3) "
                              "order by f_geometry_column limit 1", {schema, name, address.choice("geometry")});
    if (!column) return column.error();
    if (column->count() == 0) return bad_table("remote.no_such_table", address.choice("table"));
    Table t{schema, name, std::string(column->text(0, 0)), std::string(column->text(0, 2)), static_cast<int>(column->integer(0, 1)), -1, false, false, {}, {}};
    if (t.srid == 0) return bad_table("remote.table_without_system", address.choice("table"));
    const auto kind = c.run("select c.reltuples, c.relkind in ('r','m','p'), c.relkind in ('r','m') from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2", {schema, name});
    if (!kind) return kind.error();
    if (kind->count() == 1) {
        t.rows = kind->real(0, 0);
        t.has_ctid = kind->text(0, 1) == "t";
        t.has_pages = kind->text(0, 2) == "t";
    }
    if (t.has_ctid && t.rows < 0)  // never analysed
        if (const auto counted = c.run(fmt::format("select count(*) from (select 1 from {}.{} limit {}) x", sql_name(schema), sql_name(name), std::int64_t(evenly_sampled_rows)))) t.rows = counted->real(0, 0);
    const auto fields = c.run("select column_name from information_schema.columns where table_schema = $1 and table_name = $2 and udt_name not in ('geometry','geography','raster','bytea') order by ordinal_position",
                              {schema, name});
    if (!fields) return fields.error();
    for (int i = 0; i < fields->count() && t.fields.size() < most_fields; ++i) t.fields.emplace_back(fields->text(i, 0));
    t.extent = extent_of(c, t);
    return t;
}

double mercator_y(double lat) { return std::log(std::tan(M_PI / 4 + std::clamp(lat, -85.0, 85.0) * M_PI / 360)) * 6378137.0; }

// Which part of the rows of a tile at this zoom is drawn, 0…1.
double share_at(const Table& t, int zoom) {
    if (t.rows <= features_of_tile || !t.extent || !t.has_ctid) return 1;
    const double side = 2 * remote::mercator_half / std::pow(2.0, zoom), degree = 6378137.0 * M_PI / 180;
    const double width = std::min(1.0, side / std::max(1.0, (t.extent->max_x - t.extent->min_x) * degree));
    const double height = std::min(1.0, side / std::max(1.0, mercator_y(t.extent->max_y) - mercator_y(t.extent->min_y)));
    return std::min(1.0, features_of_tile / (t.rows * width * height));
}

// The part of a tile (with what hangs over its edges) where the table has something, in the table's own system: the corners of the
// world are nowhere in a national one. Empty = nowhere.
std::string searched_box(const Table& t, int zoom, std::int64_t column, std::int64_t row) {
    const double side = 2 * remote::mercator_half / std::pow(2.0, zoom), margin = side * 64 / 4096, degree = 6378137.0 * M_PI / 180;
    double x0 = static_cast<double>(column) * side - remote::mercator_half - margin, y1 = remote::mercator_half - static_cast<double>(row) * side + margin;
    double x1 = x0 + side + 2 * margin, y0 = y1 - side - 2 * margin;
    if (t.extent) {
        x0 = std::max(x0, t.extent->min_x * degree), x1 = std::min(x1, t.extent->max_x * degree);
        y0 = std::max(y0, mercator_y(t.extent->min_y)), y1 = std::min(y1, mercator_y(t.extent->max_y));
    }
    if (!(x0 < x1 && y0 < y1)) return {};
    return fmt::format("st_transform(st_segmentize(st_makeenvelope({}, {}, {}, {}, 3857), {}), {})", x0, y0, x1, y1, std::max(x1 - x0, y1 - y0) / 8, t.srid);
}

std::string tile_sql(const Table& t, int zoom, std::int64_t column, std::int64_t row, const std::string& searched) {
    std::string fields;
    for (const std::string& f : t.fields) fields += ", " + sql_name(f);
    const std::string geometry = sql_name(t.column), tile = fmt::format("{}, {}, {}", zoom, column, row);
    const double share = share_at(t, zoom);
    std::string sample, chosen;
    if (share < 1 && t.has_pages && t.rows > evenly_sampled_rows) sample = fmt::format(" tablesample system ({:.6f}) repeatable (1)", 100 * share);
    else if (share < 1) chosen = fmt::format(" and (hashtext(ctid::text) & 65535) < {}", static_cast<int>(std::ceil(65'536 * share)));
    return fmt::format("select st_asmvt(t, {}, 4096, 'vigie_tile_geometry') from ("
                       "select st_asmvtgeom(st_transform(s.vigie_g, 3857), st_tileenvelope({}), 4096, 64, true) as vigie_tile_geometry{} from ("
                       "select {} as vigie_g{} from {}.{}{} where {} && {}{} limit {}) s) t "
                       "where vigie_tile_geometry is not null",
                       literal(t.name), tile, fields, geometry, fields, sql_name(t.schema), sql_name(t.name), sample, geometry, searched, chosen, most_of_tile);
}

// "\x1f8b…" as PostgreSQL writes bytes.
std::string bytes_of(std::string_view hex) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
    std::string out;
    for (std::size_t i = 2; i + 1 < hex.size(); i += 2) out += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
    return out;
}

bool is_line(const Error& e) { return e.klass == ErrorClass::network; }

// One connection for all readers, opened when it is needed.
class Reader {
public:
    Reader(remote::Address address, Table table, std::shared_ptr<remote::Services> services)
        : address_(std::move(address)), table_(std::move(table)), services_(std::move(services)), key_(address_.url + "#tiles:" + table_.schema + "." + table_.name + "." + table_.column + "/") {}

    Fetched tile(int zoom, std::int64_t column, std::int64_t row, const std::stop_token& stop) {
        const std::lock_guard lock(mutex_);
        remote::ReplyCache& cache = services_->cache();
        const std::string key = key_ + fmt::format("{}/{}/{}", zoom, column, row);
        const auto kept = cache.find(key);
        const auto now = [] { return std::filesystem::file_time_type::clock::now(); };
        if (kept && kept->fresh_until > std::max(now(), old_before_.load())) return {kept->body, false, remote::Millis{0}, {}};
        const auto old = [&](remote::Millis again, std::optional<Error> why) { return Fetched{kept ? kept->body : nullptr, false, again, std::move(why)}; };
        remote::ServiceHealth& health = services_->at(address_.url)->health();
        if (const auto wait = health.pause(Clock::now())) return old(*wait, health.trouble());
        const std::string searched = searched_box(table_, zoom, column, row);
        if (searched.empty()) return {std::make_shared<const std::string>(), false, remote::Millis{0}, {}};
        auto asked = ask(tile_sql(table_, zoom, column, row, searched), stop);
        if (!asked) {
            if (stop.stop_requested()) return health.abandoned(), old(remote::Millis{1}, {});
            if (is_line(asked.error())) health.failed(asked.error(), {}, Clock::now());
            else health.refused(asked.error());
            return old(is_line(asked.error()) ? remote::ServiceHealth::first_pause : remote::Fetcher::again_when_refused, asked.error());
        }
        health.succeeded();
        const auto body = std::make_shared<const std::string>(std::move(*asked));
        cache.keep(key, {body, {}, now() + tile_age});
        return {body, false, remote::Millis{0}, {}};
    }

    void renew() { old_before_ = std::filesystem::file_time_type::clock::now() + tile_age + whole_second; }

private:
    Result<std::string> ask(const std::string& sql, const std::stop_token& stop) {
        const StopDescriptor::Watch watch(stopping_, stop);
        if (!connection_) {
            auto opened = connect(address_, *services_, stopping_.fd());
            if (!opened) return opened.error();
            connection_.emplace(std::move(*opened));
        }
        auto rows = connection_->run(sql);
        if (!rows) {
            if (is_line(rows.error())) connection_.reset();  // a cut line, or a statement given up half-way
            return rows.error();
        }
        return rows->count() == 0 || rows->is_null(0, 0) ? std::string() : bytes_of(rows->text(0, 0));
    }

    const remote::Address address_;
    const Table table_;
    const std::shared_ptr<remote::Services> services_;
    const std::string key_;
    std::atomic<std::filesystem::file_time_type> old_before_{};  // as fresh_until: what was fetched before is asked for again
    std::mutex mutex_;
    StopDescriptor stopping_;  // outlives the connection that looks at it
    std::optional<Connection> connection_;
};

std::string shape_word(const std::string& type) {
    if (type.find("POINT") != std::string::npos) return "point";
    if (type.find("LINE") != std::string::npos) return "line";
    return type.find("POLYGON") != std::string::npos ? "polygon" : "";
}

} // namespace

Result<remote::Offer> database_offer(const remote::Address& address, remote::Services& services, const std::stop_token& stop) {
    const StopDescriptor stopping;
    const StopDescriptor::Watch watch(stopping, stop);
    auto connection = connect(address, services, stopping.fd());
    if (!connection) return connection.error();
    const auto rows = connection->run("select f_table_schema, f_table_name, f_geometry_column, count(*) over (partition by f_table_schema, f_table_name) from geometry_columns "
                                      "where f_table_schema not in ('topology', 'tiger') and has_table_privilege(format('%I.%I', f_table_schema, f_table_name), 'SELECT') order by 1, 2, 3 limit $1",
                                      {std::to_string(most_tables)});
    if (!rows) {
        if (connection->sqlstate() == "42P01") return bad_table("remote.no_geometry_tables", address.url);  // no PostGIS there
        return rows.error();
    }
    remote::Offer offer{remote::Address::Kind::database, remote::host_of(address.url), {}};
    for (int i = 0; i < rows->count(); ++i) {
        const std::string schema(rows->text(i, 0)), table(rows->text(i, 1)), column(rows->text(i, 2));
        const std::string title = (schema == "public" ? "" : schema + ".") + table + (rows->integer(i, 3) > 1 ? " (" + column + ")" : "");
        offer.layers.push_back({title, schema + "." + table, remote::with_choices(address.url, {{"table", schema + "." + table}, {"geometry", column}}), {}});
    }
    if (offer.layers.empty()) return bad_table("remote.no_geometry_tables", address.url);
    return offer;
}

Result<VectorTiles::Origin> database_origin(const MapSource& source, const remote::Address& address, const OpenOptions& options, const std::stop_token& stop) {
    remote::ReplyCache& cache = options.services->cache();
    const std::string key = address.url + "#table:" + address.choice("table") + "." + address.choice("geometry");
    remote::ServiceHealth& health = options.services->at(address.url)->health();
    std::optional<Table> table;
    std::optional<Error> why;
    if (health.pause(Clock::now())) {
        why = health.trouble();
    } else {
        const StopDescriptor stopping;
        const StopDescriptor::Watch watch(stopping, stop);
        auto connection = connect(address, *options.services, stopping.fd());
        auto described = connection ? describe(*connection, address) : Result<Table>(connection.error());
        if (described) {
            health.succeeded();
            table = std::move(*described);
            cache.keep(key, {std::make_shared<const std::string>(table->to_json().dump(-1, ' ', false, Json::error_handler_t::replace)), {}, {}});
        } else {
            why = described.error();
            if (stop.stop_requested() || !is_line(*why)) health.abandoned();
            else health.failed(*why, {}, Clock::now());
        }
    }
    if (const auto kept = cache.find(key); !table && kept && why && is_line(*why)) table = Table::from_json(*kept->body);
    if (!table) return why ? *why : bad_table("remote.no_such_table", address.choice("table"));
    VectorTiles::Origin origin;
    origin.source = source;
    origin.source.stem = table->name;
    const std::string name = address.choice("name");
    origin.title = name.empty() ? table->name : name;
    origin.zooms = {0, finest_zoom};
    origin.extent = table->extent;
    origin.layers = {{table->name, shape_word(table->type), table->fields}};
    const double coarse = share_at(*table, 0);
    if (coarse < 1)
        origin.notices.push_back({Severity::info, source.label, {"remote.table_sampled", {{"table", table->name}, {"n", std::to_string(static_cast<std::int64_t>(table->rows))}}}, {}});
    auto reader = std::make_shared<Reader>(address, std::move(*table), options.services);
    origin.renew = [reader] { reader->renew(); };
    origin.fetch = [reader](int z, std::int64_t column, std::int64_t row, const std::stop_token& s) { return reader->tile(z, column, row, s); };
    return origin;
}

} // namespace vigie::gis
