#include "gis/layers/places_in_table.hpp"

#include <ogr_geometry.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "gis/layers/csv_table.hpp"
#include "gis/layers/folding.hpp"
#include "gis/layers/geometry_builder.hpp"
#include "gis/layers/read_ogr.hpp"

namespace vigie::gis {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t sample_rows = 2'000;

using Names = std::span<const std::string_view>;
constexpr std::string_view lon_names[] = {"lon", "long", "longitude", "lng", "longitud", "x wgs84", "wgs84 x", "long x", "gps lon", "coord lon", "longitude wgs84", "xlong", "geo lon", "lon wgs84"};
constexpr std::string_view lat_names[] = {"lat", "latitude", "latitud", "y wgs84", "wgs84 y", "lat y", "gps lat", "coord lat", "latitude wgs84", "ylat", "geo lat", "lat wgs84"};
constexpr std::string_view x_names[] = {"x", "coord x", "coordx", "x coord", "xcoord", "x l93", "l93 x", "xl93", "x lambert93", "x lambert 93", "lambert x", "geom x", "point x", "easting", "coordonnee x", "coordonneex", "x cc43"};
constexpr std::string_view y_names[] = {"y", "coord y", "coordy", "y coord", "ycoord", "y l93", "l93 y", "yl93", "y lambert93", "y lambert 93", "lambert y", "geom y", "point y", "northing", "coordonnee y", "coordonneey", "y cc43"};

std::optional<std::size_t> named(std::span<const Column> columns, Names names) {
    for (const std::string_view name : names)
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (folded_plain(columns[i].name) == name) return i;
    return {};
}

double value_at(const Column& column, std::size_t row, bool degrees) {
    if (column.type != Column::Type::text) return row < column.numbers.size() ? column.numbers[row] : nan;
    if (row + 1 >= column.text_begin.size()) return nan;
    return degrees ? degrees_from_text(column.text(row)) : number_from_text(column.text(row));
}

bool some_at(const Column& column, std::size_t row) {
    return column.type == Column::Type::text ? !column.text(row).empty() : !std::isnan(column.numbers[row]);
}

// Share of filled values that are numbers within bounds; 0 for a column that is nearly always empty.
double share_within(const Column& column, std::size_t rows, double least, double most, bool degrees) {
    std::size_t some = 0, good = 0;
    const std::size_t n = std::min(rows, sample_rows);
    for (std::size_t row = 0; row < n; ++row) {
        if (!some_at(column, row)) continue;
        ++some;
        const double v = value_at(column, row, degrees);
        good += v >= least && v <= most;
    }
    return some == 0 || some * 20 < n ? 0 : static_cast<double>(good) / static_cast<double>(some);
}

// Enough decimals to be a place and not a price.
bool looks_measured(const Column& column, std::size_t rows) {
    std::size_t some = 0, precise = 0;
    for (std::size_t row = 0; row < std::min(rows, sample_rows); ++row) {
        if (!some_at(column, row)) continue;
        ++some;
        const std::string shown = column.shown(row);
        const auto point = shown.find_first_of(".,");
        precise += point != std::string::npos && shown.size() - point > 4;
    }
    return some != 0 && precise * 10 >= some * 8;
}

bool starts_like_wkt(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return false;
    const std::string word = folded_plain(text.substr(first, 20));
    for (const char* type : {"point", "linestring", "polygon", "multi", "geometrycollection", "curvepolygon", "compoundcurve"})
        if (word.starts_with(type)) return text.find('(') != std::string_view::npos || word.find("empty") != std::string::npos;
    return false;
}

template <class Test>
std::optional<std::size_t> text_column_where(std::span<const Column> columns, std::size_t rows, Test&& test) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].type != Column::Type::text) continue;
        std::size_t some = 0, good = 0;
        for (std::size_t row = 0; row < std::min<std::size_t>(rows, 200); ++row) {
            if (columns[i].text(row).empty()) continue;
            ++some;
            good += test(columns[i].text(row));
        }
        if (some != 0 && good * 10 >= some * 6) return i;
    }
    return {};
}

struct Range {
    double x_least, x_most, y_least, y_most;
    bool lonlat;
};
// Metropolitan France: where unnamed columns may be taken for coordinates.
constexpr Range by_value_ranges[] = {{-5.5, 10, 41, 51.6, true}, {50'000, 1'300'000, 6'000'000, 7'200'000, false}};

std::optional<PlaceColumns> find_by_values(std::span<const Column> columns, std::size_t rows) {
    for (const Range& range : by_value_ranges)
        for (std::size_t x = 0; x < columns.size(); ++x) {
            if (share_within(columns[x], rows, range.x_least, range.x_most, false) < 0.8 || !looks_measured(columns[x], rows)) continue;
            for (std::size_t y = 0; y < columns.size(); ++y) {
                if (y == x || (y > x ? y - x : x - y) > 2) continue;  // the pair stands side by side
                if (share_within(columns[y], rows, range.y_least, range.y_most, false) < 0.8 || !looks_measured(columns[y], rows)) continue;
                return PlaceColumns{range.lonlat ? PlaceColumns::Kind::lonlat : PlaceColumns::Kind::projected, x, y, true};
            }
        }
    return {};
}

void append_wkt(GeometryBuilder& builder, std::string_view text) {
    OGRGeometry* geometry = nullptr;
    const std::string copy(text);
    if (copy.empty() || OGRGeometryFactory::createFromWkt(copy.c_str(), nullptr, &geometry) != OGRERR_NONE) geometry = nullptr;
    const std::unique_ptr<OGRGeometry> owned(geometry);
    std::size_t curves = 0;
    append_ogr(builder, owned.get(), curves);
}

// Reads the next unsigned number; decimal point or comma.
bool take_number(std::string_view& text, double& value) {
    std::size_t n = 0;
    std::string digits;
    while (n < text.size() && ((text[n] >= '0' && text[n] <= '9') || text[n] == '.' || text[n] == ',')) digits += text[n] == ',' ? '.' : text[n], ++n;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (n == 0 || error != std::errc() || end != digits.data() + digits.size()) return false;
    text.remove_prefix(n);
    return true;
}

} // namespace

double degrees_from_text(std::string_view text) {
    if (const double plain = number_from_text(text); !std::isnan(plain)) return plain;
    double part[3] = {0, 0, 0};
    std::size_t parts = 0;
    bool negative = false;
    while (!text.empty()) {
        const char c = text.front();
        if ((c >= '0' && c <= '9') || c == '.') {
            if (parts == 3 || !take_number(text, part[parts])) return nan;
            ++parts;
            continue;
        }
        // South, west (O in French) and minus, before or after; a lone s after seconds is their unit.
        const bool unit_s = c == 's' && parts == 3;
        if (c == '-' || c == 'S' || c == 'W' || c == 'w' || c == 'O' || c == 'o' || (c == 's' && !unit_s)) negative = true;
        else if (std::string_view(" +NnEedDmM'\"s").find(c) == std::string_view::npos && !(c & 0x80)) return nan;
        text.remove_prefix(1);
    }
    if (parts == 0 || part[1] >= 60 || part[2] >= 60) return nan;
    const double degrees = part[0] + part[1] / 60 + part[2] / 3600;
    return negative ? -degrees : degrees;
}

std::optional<std::array<double, 2>> lonlat_from_point_text(std::string_view text) {
    if (text.size() > 200) return {};
    double value[2] = {0, 0};
    int found = 0;
    bool lon_first = text.find("lon") < text.find("lat");
    if (text.find("lon") == std::string_view::npos) lon_first = false;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if ((c >= '0' && c <= '9') || (c == '-' && i + 1 < text.size())) {
            double v = 0;
            const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), v);
            if (error != std::errc() || found == 2) return {};
            value[found++] = v;
            i = static_cast<std::size_t>(end - text.data());
        } else {
            const bool allowed = std::string_view(" ,;[](){}:'\"_").find(c) != std::string_view::npos || (c >= 'a' && c <= 'z');
            if (!allowed) return {};
            ++i;
        }
    }
    if (found != 2) return {};
    const double lon = lon_first ? value[0] : value[1], lat = lon_first ? value[1] : value[0];
    if (std::abs(lon) > 180 || std::abs(lat) > 90) return {};
    return std::array{lon, lat};
}

std::optional<PlaceColumns> find_place_columns(std::span<const Column> columns, std::size_t rows) {
    using Kind = PlaceColumns::Kind;
    if (rows == 0) return {};
    if (const auto wkt = text_column_where(columns, rows, starts_like_wkt)) return PlaceColumns{Kind::wkt, *wkt, *wkt, false};
    const auto lon = named(columns, lon_names), lat = named(columns, lat_names);
    if (lon && lat && share_within(columns[*lon], rows, -180, 180, true) > 0.5 && share_within(columns[*lat], rows, -90, 90, true) > 0.5)
        return PlaceColumns{Kind::lonlat, *lon, *lat, false};
    const auto point = text_column_where(columns, rows, [](std::string_view v) { return v.find_first_of(",;") != std::string_view::npos && lonlat_from_point_text(v).has_value() && v.find('.') != std::string_view::npos; });
    if (point) return PlaceColumns{Kind::point_text, *point, *point, false};
    const auto x = named(columns, x_names), y = named(columns, y_names);
    if (x && y && share_within(columns[*x], rows, -3e7, 3e7, false) > 0.5 && share_within(columns[*y], rows, -3e7, 3e7, false) > 0.5) {
        const bool small = share_within(columns[*x], rows, -180, 180, false) > 0.9 && share_within(columns[*y], rows, -90, 90, false) > 0.9;
        return PlaceColumns{small ? Kind::lonlat : Kind::projected, *x, *y, false};
    }
    return find_by_values(columns, rows);
}

Placed place_rows(std::span<const Column> columns, const PlaceColumns& where, std::size_t rows) {
    GeometryBuilder builder;
    builder.reserve(rows, rows);
    const Column &x = columns[where.x], &y = columns[where.y];
    const bool degrees = where.kind == PlaceColumns::Kind::lonlat;
    for (std::size_t row = 0; row < rows; ++row) {
        if (where.kind == PlaceColumns::Kind::wkt) {
            append_wkt(builder, x.text(row));
        } else if (where.kind == PlaceColumns::Kind::point_text) {
            const auto at = lonlat_from_point_text(x.text(row));
            builder.append_point(at ? (*at)[0] : nan, at ? (*at)[1] : nan);
        } else {
            double at_x = value_at(x, row, degrees), at_y = value_at(y, row, degrees);
            const bool null_island = at_x == 0 && at_y == 0;
            if (null_island || (degrees && !(std::abs(at_x) <= 180 && std::abs(at_y) <= 90))) at_x = at_y = nan;
            builder.append_point(at_x, std::isnan(at_x) ? nan : at_y);
        }
    }
    Placed placed{builder.take(), 0};
    for (const GeometryType type : placed.geometry.type) placed.without += type == GeometryType::none;
    return placed;
}

} // namespace vigie::gis
