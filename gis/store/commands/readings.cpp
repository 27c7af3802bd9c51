#include <nlohmann/json.hpp>

#include <set>

#include "gis/store/commands/carry_out.hpp"

namespace vigie::gis {

Said carry_out(CommandContext& c, const command::AddReadings& x) {
    std::set<MeterId> meters;
    if (x.readings)
        for (const MeterReadings& r : *x.readings) {
            if (!c.draft.find(r.meter)) return unknown(EntityKind::meter);
            if (!r.values.empty() && r.step.count() > 0) meters.insert(r.meter);
        }
    if (meters.empty()) return refused("desk.refused.no_readings");
    auto kept = nlohmann::json::parse(c.readings_kept, nullptr, false);
    if (!kept.is_array()) kept = nlohmann::json::array();
    c.readings_batch = ms_since_epoch(c.now);  // never given twice, not even after it was taken back
    if (kept.empty() || kept.back() != c.readings_batch) kept.push_back(c.readings_batch);
    c.readings_kept = kept.dump();
    c.readings.insert(c.readings.end(), x.readings->begin(), x.readings->end());
    for (const MeterId meter : meters) c.concerned.push_back({EntityKind::meter, meter.value});
    return Text{"gesture.add_readings", {{"n", std::to_string(meters.size())}, {"from", x.from}}};
}

} // namespace vigie::gis
