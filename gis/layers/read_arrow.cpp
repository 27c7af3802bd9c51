#include "gis/layers/read_arrow.hpp"

#include <ogr_recordbatch.h>
#include <ogrsf_frmts.h>

#include <charconv>
#include <chrono>
#include <cstring>

#include "gis/layers/column_builder.hpp"
#include "gis/layers/geometry_builder.hpp"

namespace vigie::gis {

namespace {

enum class Form { geometry, text, f64, f32, i64, i32, u32, i16, u16, i8, u8, boolean, days, milliseconds, skipped, unknown };

Form form_of(const char* format, bool is_geometry) {
    if (is_geometry) return std::strcmp(format, "z") == 0 ? Form::geometry : Form::unknown;
    struct Known {
        const char* format;
        Form form;
    };
    constexpr Known known[] = {{"u", Form::text}, {"g", Form::f64}, {"f", Form::f32}, {"l", Form::i64}, {"i", Form::i32}, {"I", Form::u32},
                               {"s", Form::i16}, {"S", Form::u16}, {"c", Form::i8}, {"C", Form::u8}, {"b", Form::boolean}, {"tdD", Form::days}, {"z", Form::skipped}};
    for (const Known& k : known)
        if (std::strcmp(format, k.format) == 0) return k.form;
    return std::strncmp(format, "tsm:", 4) == 0 ? Form::milliseconds : Form::unknown;
}

Column::Type type_of(Form form) {
    switch (form) {
    case Form::f64: case Form::f32: return Column::Type::number;
    case Form::text: case Form::days: case Form::milliseconds: return Column::Type::text;
    default: return Column::Type::integer;
    }
}

bool is_valid(const ArrowArray& a, std::size_t i) {
    if (a.null_count == 0 || !a.buffers[0]) return true;
    const std::size_t bit = i + static_cast<std::size_t>(a.offset);
    return static_cast<const std::uint8_t*>(a.buffers[0])[bit / 8] >> (bit % 8) & 1;
}
template <class T>
const T* values(const ArrowArray& a) {
    return static_cast<const T*>(a.buffers[1]) + a.offset;
}

template <class T>
void append_numbers(Column& column, const ArrowArray& a) {
    const T* in = values<T>(a);
    const auto n = static_cast<std::size_t>(a.length);
    for (std::size_t i = 0; i < n; ++i)
        column.numbers.push_back(is_valid(a, i) ? static_cast<double>(in[i]) : std::numeric_limits<double>::quiet_NaN());
}

void append_text(Column& column, const ArrowArray& a) {
    const auto* offset = values<std::int32_t>(a);
    const auto* bytes = static_cast<const char*>(a.buffers[2]);
    const auto n = static_cast<std::size_t>(a.length);
    for (std::size_t i = 0; i < n; ++i) {
        const auto size = static_cast<std::size_t>(offset[i + 1] - offset[i]);
        if (size != 0 && is_valid(a, i) && column.pool.size() + size <= limits::text_pool) column.pool.append(bytes + offset[i], size);
        column.text_begin.push_back(static_cast<std::uint32_t>(column.pool.size()));
    }
}

std::string iso_date(std::chrono::sys_days day) {
    const std::chrono::year_month_day ymd{day};
    char buffer[32];
    const int n = std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
    return std::string(buffer, static_cast<std::size_t>(n));
}
std::string iso_moment(std::int64_t ms) {
    using namespace std::chrono;
    const sys_time<milliseconds> t{milliseconds{ms}};
    const auto day = floor<days>(t);
    const hh_mm_ss clock{floor<seconds>(t - day)};
    char buffer[32];
    const int n = std::snprintf(buffer, sizeof buffer, "T%02d:%02d:%02d", static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return iso_date(day) + std::string(buffer, static_cast<std::size_t>(n));
}

void append_times(Column& column, const ArrowArray& a, Form form) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(a.length); ++i) {
        if (is_valid(a, i)) {
            if (form == Form::days) column.pool += iso_date(std::chrono::sys_days{std::chrono::days{values<std::int32_t>(a)[i]}});
            else column.pool += iso_moment(values<std::int64_t>(a)[i]);
        }
        column.text_begin.push_back(static_cast<std::uint32_t>(column.pool.size()));
    }
}

void append_booleans(Column& column, const ArrowArray& a) {
    const auto* bits = static_cast<const std::uint8_t*>(a.buffers[1]);
    for (std::size_t i = 0; i < static_cast<std::size_t>(a.length); ++i) {
        const std::size_t bit = i + static_cast<std::size_t>(a.offset);
        column.numbers.push_back(is_valid(a, i) ? bits[bit / 8] >> (bit % 8) & 1 : std::numeric_limits<double>::quiet_NaN());
    }
}

void append_column(Column& column, const ArrowArray& a, Form form) {
    switch (form) {
    case Form::text: return append_text(column, a);
    case Form::f64: return append_numbers<double>(column, a);
    case Form::f32: return append_numbers<float>(column, a);
    case Form::i64: return append_numbers<std::int64_t>(column, a);
    case Form::i32: return append_numbers<std::int32_t>(column, a);
    case Form::u32: return append_numbers<std::uint32_t>(column, a);
    case Form::i16: return append_numbers<std::int16_t>(column, a);
    case Form::u16: return append_numbers<std::uint16_t>(column, a);
    case Form::i8: return append_numbers<std::int8_t>(column, a);
    case Form::u8: return append_numbers<std::uint8_t>(column, a);
    case Form::boolean: return append_booleans(column, a);
    case Form::days: case Form::milliseconds: return append_times(column, a, form);
    case Form::geometry: case Form::skipped: case Form::unknown: return;
    }
}

// Arcs are rare: they take the slow way through OGR.
void append_curve(GeometryBuilder& builder, std::span<const std::uint8_t> wkb, std::size_t& curves) {
    OGRGeometry* geometry = nullptr;
    if (OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &geometry, wkb.size()) != OGRERR_NONE) geometry = nullptr;
    const std::unique_ptr<OGRGeometry> owned(geometry);
    append_ogr(builder, owned.get(), curves);
}

void append_geometry(GeometryBuilder& builder, const ArrowArray& a, std::size_t& curves) {
    const auto* offset = values<std::int32_t>(a);
    const auto* bytes = static_cast<const std::uint8_t*>(a.buffers[2]);
    for (std::size_t i = 0; i < static_cast<std::size_t>(a.length); ++i) {
        const bool some = is_valid(a, i) && offset[i + 1] > offset[i];
        const std::span wkb = some ? std::span(bytes + offset[i], static_cast<std::size_t>(offset[i + 1] - offset[i])) : std::span<const std::uint8_t>{};
        if (builder.append_wkb(wkb) == GeometryBuilder::Appended::curve) append_curve(builder, wkb, curves);
    }
}

struct Stream {
    ArrowArrayStream stream{};
    ~Stream() {
        if (stream.release) stream.release(&stream);
    }
};
struct Schema {
    ArrowSchema schema{};
    ~Schema() {
        if (schema.release) schema.release(&schema);
    }
};
struct Batch {
    ArrowArray array{};
    ~Batch() {
        if (array.release) array.release(&array);
    }
};

struct Plan {
    std::vector<Form> forms;             // per child of the stream
    std::vector<ColumnBuilder> columns;  // per child; of those skipped it stays unused
};

std::optional<Plan> plan_of(const ArrowSchema& schema, const char* geometry_name, const char* fid_name) {
    Plan plan;
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
        const ArrowSchema& child = *schema.children[i];
        if (i == 0 && std::strcmp(child.name, *fid_name != 0 ? fid_name : "OGC_FID") == 0) {
            plan.forms.push_back(Form::skipped);
            plan.columns.emplace_back(child.name, Column::Type::integer);
            continue;
        }
        const bool is_geometry = std::strcmp(child.name, geometry_name) == 0 || (*geometry_name == 0 && std::strcmp(child.name, "wkb_geometry") == 0);
        const Form form = form_of(child.format, is_geometry);
        if (form == Form::unknown || child.dictionary) return {};
        plan.forms.push_back(form);
        plan.columns.emplace_back(child.name, type_of(form));
    }
    return plan;
}

} // namespace

std::optional<ReadFeatures> read_by_arrow(OGRLayer& layer, const std::stop_token& stop, const FeatureProgress& progress) {
    Stream stream;
    Schema schema;
    // With INCLUDE_FID=NO, GDAL 3.6.2 gives empty shapes for a GeoPackage layer without other fields: so it is read, and dropped.
    if (!layer.GetArrowStream(&stream.stream, nullptr) || stream.stream.get_schema(&stream.stream, &schema.schema) != 0) return {};
    auto plan = plan_of(schema.schema, layer.GetGeometryColumn(), layer.GetFIDColumn());
    if (!plan) return {};
    ReadFeatures read;
    GeometryBuilder builder;
    const GIntBig promised = layer.GetFeatureCount(FALSE);
    if (promised > 0 && static_cast<std::size_t>(promised) <= limits::features) {
        read.features_promised = static_cast<std::size_t>(promised);
        builder.reserve(read.features_promised, read.features_promised);
        for (std::size_t i = 0; i < plan->forms.size(); ++i)
            if (plan->forms[i] != Form::geometry && plan->forms[i] != Form::skipped) plan->columns[i].reserve(read.features_promised);
    }
    std::size_t features = 0;
    while (true) {
        Batch batch;
        if (stream.stream.get_next(&stream.stream, &batch.array) != 0 || !batch.array.release) break;
        const auto rows = static_cast<std::size_t>(batch.array.length);
        if (features + rows > limits::features) {
            read.cut = true;
            break;
        }
        bool has_geometry = false;
        for (std::size_t i = 0; i < plan->forms.size(); ++i) {
            const ArrowArray& child = *batch.array.children[i];
            if (plan->forms[i] == Form::geometry) append_geometry(builder, child, read.curves), has_geometry = true;
            else append_column(plan->columns[i].raw(), child, plan->forms[i]);
        }
        if (!has_geometry)
            for (std::size_t i = 0; i < rows; ++i) builder.append_empty();
        features += rows;
        if (progress) progress(features);
        if (stop.stop_requested()) {
            read.stopped = true;
            break;
        }
    }
    read.broken = builder.broken();
    read.reduced = builder.reduced();
    read.geometry = builder.take();
    for (std::size_t i = 0; i < plan->forms.size(); ++i)
        if (plan->forms[i] != Form::geometry && plan->forms[i] != Form::skipped) read.columns.push_back(plan->columns[i].take());
    return read;
}

} // namespace vigie::gis
