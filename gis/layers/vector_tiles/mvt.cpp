#include "gis/layers/vector_tiles/mvt.hpp"

#include <fmt/format.h>

#include <atomic>
#include <bit>
#include <cmath>
#include <cpl_vsi.h>
#include <gdal.h>
#include <optional>

#include "gis/layers/gdal_session.hpp"

namespace vigie::gis {

namespace {

// Protocol Buffers' wire format, as much of it as tiles use.
class Wire {
public:
    explicit Wire(std::string_view bytes) : rest_(bytes) {}
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] bool damaged() const { return damaged_; }

    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7fu} << shift;
            if ((byte & 0x80) == 0) return value;
        }
        damage();
        return 0;
    }
    std::string_view bytes() { return taken(varint()); }
    std::string_view taken(std::uint64_t size) {
        if (size > rest_.size()) {
            damage();
            return {};
        }
        const std::string_view out = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return out;
    }
    void skip(unsigned type) {
        switch (type) {
        case 0: (void)varint(); break;
        case 1: (void)taken(8); break;
        case 2: (void)bytes(); break;
        case 5: (void)taken(4); break;
        default: damage();
        }
    }
    // The next field; nothing at the end.
    std::optional<std::pair<std::uint64_t, unsigned>> field() {
        if (at_end() || damaged_) return {};
        const std::uint64_t tag = varint();
        if (damaged_) return {};
        return std::pair{tag >> 3, static_cast<unsigned>(tag & 7)};
    }
    void damage() {
        damaged_ = true;
        rest_ = {};
    }

private:
    std::string_view rest_;
    bool damaged_ = false;
};

std::int64_t zigzag(std::uint64_t v) { return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1); }

template <class Float, class Bits>
std::string shown(std::string_view bytes) {
    Bits bits = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) bits = static_cast<Bits>(bits << 8 | static_cast<unsigned char>(bytes[i]));
    const Float value = std::bit_cast<Float>(bits);
    return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

// The seven kinds of value, as text.
bool read_value(std::string_view message, std::string& out) {
    Wire wire(message);
    while (const auto field = wire.field()) {
        const auto [number, type] = *field;
        if (number == 1 && type == 2) out = wire.bytes();
        else if (number == 2 && type == 5) out = shown<float, std::uint32_t>(wire.taken(4));
        else if (number == 3 && type == 1) out = shown<double, std::uint64_t>(wire.taken(8));
        else if (number == 4 && type == 0) out = std::to_string(static_cast<std::int64_t>(wire.varint()));
        else if (number == 5 && type == 0) out = std::to_string(wire.varint());
        else if (number == 6 && type == 0) out = std::to_string(zigzag(wire.varint()));
        else if (number == 7 && type == 0) out = wire.varint() ? "1" : "0";
        else wire.skip(type);
    }
    return !wire.damaged();
}

double area(const std::vector<PlanePoint>& ring) {
    double sum = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) sum += ring[j].x * ring[i].y - ring[i].x * ring[j].y;
    return sum / 2;
}

// Moves, lines and closings as parts. False when they make no sense.
bool read_geometry(std::string_view packed, MvtFeature& feature) {
    Wire wire(packed);
    double x = 0, y = 0;
    const auto step = [&] {
        x += static_cast<double>(zigzag(wire.varint() & 0xffffffffu));
        y += static_cast<double>(zigzag(wire.varint() & 0xffffffffu));
        if (std::abs(x) > limits::mvt_far || std::abs(y) > limits::mvt_far) wire.damage();
    };
    while (!wire.at_end()) {
        const std::uint64_t command = wire.varint();
        const std::uint64_t count = command >> 3;
        switch (command & 7) {
        case 1:
            for (std::uint64_t i = 0; i < count && !wire.at_end(); ++i) {
                step();
                if (!wire.damaged()) feature.parts.push_back({{x, y}});
            }
            break;
        case 2:
            if (feature.parts.empty()) return false;
            for (std::uint64_t i = 0; i < count && !wire.at_end(); ++i) {
                step();
                if (!wire.damaged()) feature.parts.back().push_back({x, y});
            }
            break;
        case 7: break;  // rings are closed anyway
        default: return false;
        }
        if (wire.damaged()) return false;
    }
    return !wire.damaged();
}

// Parts that are too short go; rings that run the other way than the first are holes.
void tidy(MvtFeature& feature) {
    const std::size_t least = feature.type == GeometryType::polygon ? 3 : feature.type == GeometryType::line ? 2 : 1;
    std::erase_if(feature.parts, [&](const auto& part) { return part.size() < least || (feature.type == GeometryType::polygon && area(part) == 0); });
    feature.hole.assign(feature.parts.size(), false);
    if (feature.type != GeometryType::polygon || feature.parts.empty()) return;
    const bool first = area(feature.parts.front()) > 0;
    for (std::size_t i = 1; i < feature.parts.size(); ++i) feature.hole[i] = (area(feature.parts[i]) > 0) != first;
}

struct LayerParts {
    std::string_view name;
    double extent = 4096;
    std::vector<std::string_view> keys, features;
    std::vector<std::string> values;
};

bool read_feature(std::string_view message, const LayerParts& layer, MvtFeature& feature) {
    Wire wire(message);
    std::string_view tags, geometry;
    while (const auto field = wire.field()) {
        const auto [number, type] = *field;
        if (number == 2 && type == 2) tags = wire.bytes();
        else if (number == 4 && type == 2) geometry = wire.bytes();
        else if (number == 3 && type == 0) {
            const std::uint64_t kind = wire.varint();
            feature.type = kind == 1 ? GeometryType::point : kind == 2 ? GeometryType::line : kind == 3 ? GeometryType::polygon : GeometryType::none;
        } else wire.skip(type);
    }
    for (Wire pairs(tags); !pairs.at_end();) {
        const std::uint64_t key = pairs.varint(), value = pairs.varint();
        if (pairs.damaged() || key >= layer.keys.size() || value >= layer.values.size()) return false;
        feature.tags.emplace_back(layer.keys[key], layer.values[value]);
    }
    if (wire.damaged() || !read_geometry(geometry, feature)) return false;
    tidy(feature);
    return true;
}

bool read_layer(std::string_view message, LayerParts& layer) {
    Wire wire(message);
    while (const auto field = wire.field()) {
        const auto [number, type] = *field;
        if (number == 1 && type == 2) layer.name = wire.bytes();
        else if (number == 2 && type == 2) layer.features.push_back(wire.bytes());
        else if (number == 3 && type == 2) layer.keys.push_back(wire.bytes());
        else if (number == 4 && type == 2) {
            if (!read_value(wire.bytes(), layer.values.emplace_back())) return false;
        } else if (number == 5 && type == 0) layer.extent = static_cast<double>(wire.varint());
        else wire.skip(type);
        if (layer.keys.size() > limits::mvt_keys || layer.values.size() > limits::mvt_keys) return false;
    }
    return !wire.damaged() && layer.extent >= 1 && layer.extent <= limits::mvt_far;
}

} // namespace

bool read_mvt(std::string_view bytes, const std::function<void(std::string_view, double, const MvtFeature&)>& take) {
    Wire tile(bytes);
    std::size_t layers = 0;
    while (const auto field = tile.field()) {
        const auto [number, type] = *field;
        if (number != 3 || type != 2) {
            tile.skip(type);
            continue;
        }
        LayerParts layer;
        const std::string_view message = tile.bytes();
        if (tile.damaged() || ++layers > limits::mvt_layers || !read_layer(message, layer)) return false;
        for (const std::string_view one : layer.features) {
            MvtFeature feature;
            if (!read_feature(one, layer, feature)) return false;
            if (!feature.parts.empty()) take(layer.name, layer.extent, feature);
        }
    }
    return !tile.damaged();
}

bool inflate_tile(std::string_view stored, std::string& out) {
    if (!stored.starts_with("\x1f\x8b")) {
        out = stored;
        return true;
    }
    // Read through GDAL's view of compressed files, up to the bound.
    static std::atomic<unsigned> counter = 0;
    start_gdal();
    const GdalMessages quiet;
    const std::string name = "/vsimem/vigie-tile-" + std::to_string(++counter) + ".gz";
    VSIFCloseL(VSIFileFromMemBuffer(name.c_str(), reinterpret_cast<GByte*>(const_cast<char*>(stored.data())), stored.size(), FALSE));
    out.clear();
    bool whole = false;
    if (VSILFILE* file = VSIFOpenL(("/vsigzip/" + name).c_str(), "rb")) {
        char buffer[1 << 16];
        for (std::size_t n = 1; n != 0 && out.size() <= limits::mvt_inflated;) {
            n = VSIFReadL(buffer, 1, sizeof buffer, file);
            out.append(buffer, n);
        }
        whole = VSIFEofL(file) != 0 && out.size() <= limits::mvt_inflated && !quiet.has_error();
        VSIFCloseL(file);
    }
    VSIUnlink(name.c_str());
    return whole;
}

} // namespace vigie::gis
