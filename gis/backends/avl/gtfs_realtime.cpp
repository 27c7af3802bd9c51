#include "gis/backends/avl/gtfs_realtime.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "gis/model/entity_json.hpp"

namespace vigie::gis::avl {

namespace {

constexpr double fastest_ms = 150;

// One field: a number, or the bytes of a text or message.
struct Field {
    std::uint64_t number = 0;
    std::uint64_t value = 0;
    std::string_view bytes;
};

// Reads fields until the end; `broken` when they do not end where the message does.
class Fields {
public:
    explicit Fields(std::string_view message) : rest_(message) {}

    std::optional<Field> next() {
        if (rest_.empty() || broken_) return {};
        const std::uint64_t key = varint();
        Field field{.number = key >> 3, .value = 0, .bytes = {}};
        switch (key & 7) {
        case 0: field.value = varint(); break;
        case 1: field.value = fixed(8); break;
        case 2: field.bytes = take(varint()); break;
        case 5: field.value = fixed(4); break;
        default: broken_ = true;
        }
        if (field.number == 0) broken_ = true;
        return broken_ ? std::optional<Field>{} : field;
    }
    [[nodiscard]] bool broken() const { return broken_; }

private:
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) break;
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7Fu} << shift;
            if (byte < 0x80) return value;
        }
        broken_ = true;
        return 0;
    }
    std::string_view take(std::uint64_t size) {
        if (size > rest_.size()) {
            broken_ = true;
            return {};
        }
        const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(size));
        rest_.remove_prefix(taken.size());
        return taken;
    }
    std::uint64_t fixed(std::size_t size) {
        std::uint64_t value = 0;
        const std::string_view bytes = take(size);
        for (std::size_t i = 0; i < bytes.size(); ++i) value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
        return value;
    }

    std::string_view rest_;
    bool broken_ = false;
};

double number(const Field& f) { return std::bit_cast<float>(static_cast<std::uint32_t>(f.value)); }

MaybeTime time_of(std::uint64_t seconds) {
    if (seconds == 0 || seconds > 1'000'000'000'000u) return {};
    return time_from_foreign_ms(static_cast<std::int64_t>(seconds) * 1'000);
}

bool read_position(std::string_view message, Fix& fix) {
    Fields fields(message);
    while (const auto f = fields.next()) {
        const double value = number(*f);
        if (f->number == 1) fix.lat = value;
        if (f->number == 2) fix.lon = value;
        if (f->number == 3 && value >= 0 && value <= 360) fix.heading_deg = std::fmod(value, 360);
        if (f->number == 5 && value >= 0 && value <= fastest_ms) fix.speed_ms = value;
    }
    return !fields.broken();
}

// id, label, licence plate.
bool read_descriptor(std::string_view message, Fix& fix) {
    Fields fields(message);
    std::string label, plate;
    while (const auto f = fields.next()) {
        if (f->number == 1 && !f->bytes.empty()) fix.id = f->bytes;
        if (f->number == 2) label = f->bytes;
        if (f->number == 3) plate = f->bytes;
    }
    fix.name = label.empty() ? plate : label;
    return !fields.broken();
}

bool read_vehicle(std::string_view message, Fix& fix) {
    Fields fields(message);
    bool good = true;
    while (const auto f = fields.next()) {
        if (f->number == 2) good = good && read_position(f->bytes, fix);
        if (f->number == 5) fix.at = time_of(f->value);
        if (f->number == 8) good = good && read_descriptor(f->bytes, fix);
    }
    return good && !fields.broken();
}

bool read_entity(std::string_view message, std::vector<Fix>& out) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    Fields fields(message);
    Fix fix;
    fix.lon = fix.lat = unknown;
    bool has_vehicle = false, is_deleted = false, good = true;
    std::string id;
    while (const auto f = fields.next()) {
        if (f->number == 1) id = f->bytes;
        if (f->number == 2) is_deleted = f->value != 0;
        if (f->number == 4) {
            has_vehicle = true;
            good = good && read_vehicle(f->bytes, fix);
        }
    }
    if (fix.id.empty()) fix.id = fix.name.empty() ? id : fix.name;
    if (good && has_vehicle && !is_deleted && !fix.id.empty()) out.push_back(std::move(fix));
    return good && !fields.broken();
}

} // namespace

std::optional<std::vector<Fix>> fixes_in_feed(std::string_view body) {
    std::vector<Fix> out;
    MaybeTime of_feed;
    bool has_version = false;
    Fields fields(body);
    while (const auto f = fields.next()) {
        if (f->number == 2 && !read_entity(f->bytes, out)) return {};
        if (f->number != 1) continue;
        Fields header(f->bytes);
        while (const auto h = header.next()) {
            if (h->number == 1) has_version = !h->bytes.empty();
            if (h->number == 3) of_feed = time_of(h->value);
        }
        if (header.broken()) return {};
    }
    if (fields.broken() || !has_version) return {};
    for (Fix& fix : out)
        if (!fix.at) fix.at = of_feed;
    return out;
}

} // namespace vigie::gis::avl
