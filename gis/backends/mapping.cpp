#include "gis/backends/mapping.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "gis/model/entity_json.hpp"

namespace vigie::gis {

namespace {

std::string text_of(vigie_str s) { return s.ptr ? std::string(s.ptr, static_cast<std::size_t>(s.len)) : std::string(); }
bool fits(vigie_str s) { return s.len <= VIGIE_MAX_TEXT_BYTES && (s.len == 0 || s.ptr); }

std::optional<double> known(double v) { return std::isfinite(v) ? std::optional(v) : std::nullopt; }
bool on_earth(double lon, double lat) { return std::abs(lon) <= 180 && std::abs(lat) <= 90; }  // false for NaN

// A plugin may be older than our struct: what it did not know stays unknown.
struct Item {
    explicit Item(const vigie_change& c) {
        raw.lon = raw.lat = raw.value = raw.heading_deg = raw.speed_ms = raw.accuracy_m = std::nan("");
        std::memcpy(&raw, &c, std::min<std::size_t>(c.size, sizeof raw));
    }
    vigie_change raw{};
};

std::string map_item(const std::string& source, const vigie_change& c, std::vector<Change>& out) {
    if (!fits(c.id) || !fits(c.version) || !fits(c.unit) || !fits(c.json)) return "text over 1 MiB or without address";
    if (c.kind >= static_cast<std::uint32_t>(entity_kind_count)) return "unknown kind " + std::to_string(c.kind);
    const auto kind = static_cast<EntityKind>(c.kind);
    const Origin origin{source, text_of(c.id), text_of(c.version)};
    if ((c.op <= VIGIE_OP_POSITION || c.op == VIGIE_OP_READINGS) && origin.remote_id.empty()) return "no id";
    const MaybeTime at = time_from_foreign_ms(c.at_ms);
    if (!at) return origin.remote_id + ": instant outside the years 0000 to 9999";
    switch (c.op) {
    case VIGIE_OP_UPSERT: {
        auto decoded = entity_from_text(kind, {c.json.ptr ? c.json.ptr : "", static_cast<std::size_t>(c.json.len)}, LinkForm::remote_ids);
        if (!decoded) return origin.remote_id + ": " + decoded.error().text.key + " " + decoded.error().detail;
        std::visit([&](auto& e) {
            e.origin = origin;
            e.updated_at = *at;
        }, decoded->entity);
        out.push_back(Upsert{std::move(decoded->entity), std::move(decoded->links), std::move(decoded->fields)});
        return {};
    }
    case VIGIE_OP_DELETE: out.push_back(Removal{kind, origin}); return {};
    case VIGIE_OP_OBSERVE:
        if (!std::isfinite(c.value)) return origin.remote_id + ": observation without a number";
        out.push_back(Observed{origin, *at, c.value, text_of(c.unit)});
        return {};
    case VIGIE_OP_POSITION:
        if (!on_earth(c.lon, c.lat)) return origin.remote_id + ": position off the earth";
        out.push_back(Positioned{origin, Position{{}, *at, {c.lon, c.lat}, known(c.heading_deg),
                                                  known(c.speed_ms), known(c.accuracy_m)}});
        return {};
    case VIGIE_OP_READINGS: {
        constexpr std::int64_t longest_ms = std::int64_t{400} * 86'400'000;
        if (kind != EntityKind::meter) return origin.remote_id + ": readings of something that is no meter";
        if (c.step_ms < 1'000 || c.step_ms > longest_ms || c.step_ms % 1'000 != 0) return origin.remote_id + ": readings with a step that is none";
        if (c.value_count > VIGIE_MAX_SERIES_VALUES || (c.value_count > 0 && !c.values)) return origin.remote_id + ": too many readings at once, or none";
        // The last one, too, is of an instant that can be written.
        if (!time_from_foreign_ms(c.at_ms + c.step_ms * static_cast<std::int64_t>(c.value_count))) return origin.remote_id + ": instant outside the years 0000 to 9999";
        out.push_back(Metered{origin, *at, std::chrono::duration_cast<Seconds>(Millis{c.step_ms}), {c.values, c.values + c.value_count}, text_of(c.unit),
                              (c.series_flags & VIGIE_SERIES_REGISTER) != 0});
        return {};
    }
    case VIGIE_OP_SNAPSHOT_BEGIN: out.push_back(SnapshotMark{kind, true, false}); return {};
    case VIGIE_OP_SNAPSHOT_END: out.push_back(SnapshotMark{kind, false, c.value == 1.0}); return {};
    default: return "unknown operation " + std::to_string(c.op);
    }
}

} // namespace

MappedBatch map_batch(const std::string& source, const vigie_batch& batch) {
    MappedBatch out;
    out.batch.source = source;
    if (!VIGIE_HAS(&batch, vigie_batch, cursor) || batch.count > VIGIE_MAX_BATCH_CHANGES || !fits(batch.cursor) ||
        (batch.count > 0 && (!batch.items || batch.stride < offsetof(vigie_change, at_ms)))) {
        out.refused = true;
        return out;
    }
    out.batch.cursor = text_of(batch.cursor);
    out.batch.changes.reserve(batch.count);
    const char* at = reinterpret_cast<const char*>(batch.items);
    for (std::uint32_t i = 0; i < batch.count; ++i, at += batch.stride) {
        const Item item(*reinterpret_cast<const vigie_change*>(at));
        if (std::string why = map_item(source, item.raw, out.batch.changes); !why.empty()) out.quarantined.push_back(std::move(why));
    }
    return out;
}

} // namespace vigie::gis
