#include "gis/store/entity_columns.hpp"

#include "gis/model/value_json.hpp"
#include "gis/store/gpkg_blob.hpp"

namespace vigie::gis {

namespace {

// The shape of an entity lies in `geom`: an asset's geometry, the place of the others. A crew's depot, a second place, is
// two plain columns.
template <class T>
constexpr bool is_shape(std::string_view field) {
    return std::is_same_v<T, Geometry> || ((std::is_same_v<T, LonLat> || std::is_same_v<T, std::optional<LonLat>>) && field == "place");
}
template <class T>
constexpr bool is_second_place(std::string_view field) { return std::is_same_v<T, LonLat> && field != "place"; }

template <class T>
const char* column_type() {
    if constexpr (is_optional_v<T>) return column_type<typename T::value_type>();
    else if constexpr (std::is_same_v<T, bool>) return "BOOLEAN";
    else if constexpr (std::is_same_v<T, double>) return "REAL";
    else if constexpr (std::is_same_v<T, Time>) return "DATETIME";
    else if constexpr (std::is_integral_v<T> || std::is_same_v<T, Seconds> || is_id_v<T>) return "INTEGER";
    else return "TEXT";
}

std::string sql_name(std::string_view name) { return "\"" + std::string(name) + "\""; }

template <class E, class F>
void each_column(F&& f) {  // f(column name, type)
    for_each_field<E>([&](const auto& field) {
        using T = std::remove_reference_t<decltype(E{}.*field.member)>;
        if (is_shape<T>(field.name)) f(std::string("geom"), std::is_same_v<T, Geometry> ? "GEOMETRY" : "POINT");
        else if (is_second_place<T>(field.name)) {
            f(std::string(field.name) + "_lon", "REAL");
            f(std::string(field.name) + "_lat", "REAL");
        } else f(std::string(field.name), column_type<T>());
    });
}

// ---- binding, one overload per type of field; each takes the columns it needs ----

struct Binder {
    Statement& s;
    int at = 1;

    void text(std::string_view v) { s.bind(at++, v); }
    void null() { s.bind_null(at++); }
    void value(const std::string& v) { text(v); }
    void value(bool v) { s.bind(at++, std::int64_t{v}); }
    void value(int v) { s.bind(at++, std::int64_t{v}); }
    void value(std::uint32_t v) { s.bind(at++, std::int64_t{v}); }
    void value(double v) { s.bind(at++, v); }
    void value(Time v) { text(rfc3339(v)); }
    void value(Seconds v) { s.bind(at++, std::int64_t{v.count()}); }
    template <class Tag>
    void value(Id<Tag> v) { v ? s.bind(at++, static_cast<std::int64_t>(v.value)) : null(); }
    template <class E>
        requires std::is_enum_v<E>
    void value(E v) { text(name(v)); }
    template <class T>
    void value(const std::optional<T>& v) { v ? value(*v) : null(); }
    template <class T>
    void value(const std::vector<T>& v) { v.empty() ? null() : text(value_json::compact(value_json::write(v))); }
    void shape(const std::string& blob) { blob.empty() ? null() : s.bind_blob(at++, blob); }

    template <class T>
    void field(const char* field_name, const T& v) {
        if constexpr (std::is_same_v<T, Geometry>) shape(gpkg_from_geometry(v));
        else if constexpr (std::is_same_v<T, LonLat>) {
            if (!is_shape<T>(field_name)) { value(v.lon); value(v.lat); }
            else shape(v == LonLat{} ? std::string{} : gpkg_from_point(v));  // no place known: no point in the Gulf of Guinea
        } else if constexpr (std::is_same_v<T, std::optional<LonLat>>) shape(v ? gpkg_from_point(*v) : std::string{});
        else value(v);
    }
};

// ---- reading; `ok` turns false at a value that does not fit its field ----

using MaybePlace = std::optional<LonLat>;

struct RowReader {
    const Statement& s;
    int at = 0;
    bool ok = true;

    void value(std::string& v) { v = s.text(at++); }
    void value(bool& v) { v = s.integer(at++) != 0; }
    void value(int& v) { v = static_cast<int>(s.integer(at++)); }
    void value(std::uint32_t& v) { v = static_cast<std::uint32_t>(s.integer(at++)); }
    void value(double& v) { v = s.real(at++); }
    void value(Seconds& v) { v = Seconds{s.integer(at++)}; }
    void value(Time& v) {
        const MaybeTime t = time_from_rfc3339(s.text(at++));
        if (t) v = *t;
        else ok = false;
    }
    template <class Tag>
    void value(Id<Tag>& v) { v.value = static_cast<std::uint64_t>(s.integer(at++)); }
    template <class E>
        requires std::is_enum_v<E>
    void value(E& v) {
        const auto e = from_name<E>(s.text(at++));
        if (e) v = *e;
        else ok = false;
    }
    template <class T>
    void value(std::optional<T>& v) {
        if (s.is_null(at)) { v.reset(); ++at; return; }
        T x{};
        value(x);
        v = std::move(x);
    }
    template <class T>
    void value(std::vector<T>& v) {
        if (s.is_null(at)) { v.clear(); ++at; return; }
        const auto j = nlohmann::json::parse(s.text(at++), nullptr, false);
        ok = ok && !j.is_discarded() && value_json::read(j, v);
    }
    MaybePlace shape() {  // nothing is no place, or what other programs write as an empty point
        if (s.is_null(at)) { ++at; return {}; }
        const auto g = geometry_from_gpkg(s.blob(at++));
        if (g && g->points.empty()) return {};
        ok = ok && g && g->type == GeometryType::point && g->points.size() == 1;
        return ok ? MaybePlace{g->points[0]} : MaybePlace{};
    }

    template <class T>
    void field(const char* field_name, T& v) {
        if constexpr (std::is_same_v<T, Geometry>) {
            if (s.is_null(at)) { v = {}; ++at; return; }
            auto g = geometry_from_gpkg(s.blob(at++));
            if (g) v = std::move(*g);
            else ok = false;
        } else if constexpr (std::is_same_v<T, LonLat>) {
            if (!is_shape<T>(field_name)) { value(v.lon); value(v.lat); return; }
            v = shape().value_or(LonLat{});
        } else if constexpr (std::is_same_v<T, std::optional<LonLat>>) v = shape();
        else value(v);
    }
};

template <class E>
std::string column_list() {
    std::string list = "id, origin_source, origin_remote_id, origin_version, updated_at";
    each_column<E>([&](const std::string& column, const char*) { list += ", " + sql_name(column); });
    return list;
}

std::string table_name(EntityKind kind) { return sql_name(name(kind)); }

template <class E>
std::string insert_sql(EntityKind kind) {
    std::string marks = "?,?,?,?,?";
    each_column<E>([&](const std::string&, const char*) { marks += ",?"; });
    return "INSERT OR REPLACE INTO " + table_name(kind) + " (" + column_list<E>() + ") VALUES (" + marks + ")";
}

template <class E>
const std::string& insert_text() {
    static const std::string sql = insert_sql<E>(kind_of(AnyEntity{E{}}));
    return sql;
}

} // namespace

std::vector<ColumnInfo> columns_of(EntityKind kind) {
    std::vector<ColumnInfo> columns{{"id", "INTEGER"}, {"origin_source", "TEXT"}, {"origin_remote_id", "TEXT"},
                                    {"origin_version", "TEXT"}, {"updated_at", "DATETIME"}};
    with_kind(kind, [&]<class E>(E) { each_column<E>([&](std::string column, const char* type) { columns.push_back({std::move(column), type}); }); });
    return columns;
}

std::string create_table_sql(EntityKind kind) {
    std::string sql = "CREATE TABLE " + table_name(kind) + " (\"id\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL";
    for (const ColumnInfo& column : columns_of(kind))
        if (column.name != "id") sql += ", " + sql_name(column.name) + " " + column.type;
    return sql + ")";
}

std::string_view geometry_type_of(EntityKind kind) {
    for (const ColumnInfo& column : columns_of(kind))
        if (column.name == "geom") return column.type == "POINT" ? "POINT" : "GEOMETRY";
    return {};
}

bool write_row(Database& db, const AnyEntity& entity) {
    return std::visit([&](const auto& e) {
        using E = std::decay_t<decltype(e)>;
        Statement s = db.prepare(insert_text<E>());
        if (!s.ok()) return false;
        Binder b{s};
        s.bind(b.at++, static_cast<std::int64_t>(e.id.value));
        b.text(e.origin.source);
        b.text(e.origin.remote_id);
        b.text(e.origin.version);
        b.value(e.updated_at);
        for_each_field<E>([&](const auto& field) { b.field(field.name, e.*field.member); });
        return s.run();
    }, entity);
}

bool delete_row(Database& db, EntityRef ref) {
    Statement s = db.prepare("DELETE FROM " + table_name(ref.kind) + " WHERE id=?");
    if (!s.ok()) return false;
    s.bind(1, static_cast<std::int64_t>(ref.id));
    return s.run();
}

bool write_news(Database& db, const Sensor& sensor) {
    Statement s = db.prepare("UPDATE sensor SET last_value=?, last_at=? WHERE id=?");
    if (!s.ok()) return false;
    Binder b{s};
    b.value(sensor.last_value);
    b.value(sensor.last_at);
    b.value(sensor.id);
    return s.run();
}

bool write_news(Database& db, const Crew& crew) {
    Statement s = db.prepare("UPDATE crew SET geom=?, heading_deg=?, speed_ms=?, fix_at=? WHERE id=?");
    if (!s.ok()) return false;
    Binder b{s};
    b.field("place", crew.place);
    b.value(crew.heading_deg);
    b.value(crew.speed_ms);
    b.value(crew.fix_at);
    b.value(crew.id);
    return s.run();
}

RowsRead read_rows(Database& db, EntityKind kind, std::vector<AnyEntity>& out, std::string_view order_and_where) {
    return with_kind(kind, [&]<class E>(E) {
        RowsRead result;
        Statement s = db.prepare("SELECT " + column_list<E>() + " FROM " + table_name(kind) + " " +
                                 std::string(order_and_where.empty() ? "ORDER BY id" : order_and_where));
        if (!s.ok()) return RowsRead{db.last_code(), 0};
        while (s.step()) {
            E e;
            RowReader r{s};
            e.id.value = static_cast<std::uint64_t>(s.integer(r.at++));
            r.value(e.origin.source);
            r.value(e.origin.remote_id);
            r.value(e.origin.version);
            r.value(e.updated_at);
            for_each_field<E>([&](const auto& field) { r.field(field.name, e.*field.member); });
            if (r.ok && e.id) out.emplace_back(std::move(e));
            else ++result.unreadable;
        }
        result.code = s.failed();
        return result;
    });
}

} // namespace vigie::gis
