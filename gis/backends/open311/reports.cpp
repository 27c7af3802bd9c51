#include "gis/backends/open311/reports.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"

namespace vigie::gis::open311 {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;
constexpr std::array<Pair, 13> states{{{"open", "received"}, {"closed", "closed"}, {"investigating", "qualified"}, {"action_scheduled", "scheduled"}, {"planned", "scheduled"},
                                       {"in_progress", "in_progress"}, {"fixed", "closed"}, {"no_further_action", "rejected"}, {"duplicate", "duplicate"},
                                       {"not_councils_responsibility", "forwarded"}, {"internal_referral", "forwarded"}, {"reopened", "reopened"}, {"for_triage", "received"}}};
constexpr std::array<Pair, 11> statuses{{{"received", "OPEN"}, {"qualified", "INVESTIGATING"}, {"taken", "INVESTIGATING"}, {"scheduled", "ACTION_SCHEDULED"}, {"in_progress", "IN_PROGRESS"},
                                         {"service_done", "FIXED"}, {"closed", "FIXED"}, {"reopened", "OPEN"}, {"duplicate", "DUPLICATE"}, {"rejected", "NO_FURTHER_ACTION"},
                                         {"forwarded", "NOT_COUNCILS_RESPONSIBILITY"}}};

template <std::size_t n>
std::string_view found(const std::array<Pair, n>& pairs, std::string_view from) {
    const auto it = std::ranges::find(pairs, from, &Pair::first);
    return it == pairs.end() ? std::string_view() : it->second;
}

} // namespace

std::string_view state_of(std::string_view status) { return found(states, status); }
std::string_view status_of(std::string_view state) { return found(statuses, state); }

bool is_closed(std::string_view status) {
    const std::string_view state = state_of(status);
    return state == "closed" || state == "rejected" || state == "duplicate" || state == "forwarded";
}

std::string Wording::category_of(const ServiceRequest& r) const {
    if (const auto it = categories.find(r.service_code); it != categories.end()) return it->second;
    return r.service_name.empty() ? r.service_code : r.service_name;
}

backend::Change change_of(const ServiceRequest& r, const Wording& wording, bool with_state, const backend::Host& host, web::LeftOut& left_out) {
    nlohmann::json json{{"channel", "app"}, {"category", wording.category_of(r)}};
    const MaybeTime requested = web::instant(r.requested, wording.zone), updated = web::instant(r.updated, wording.zone);
    if (!r.description.empty()) json["description"] = r.description;
    if (!r.address.empty()) json["address"] = r.address;
    if (!r.media_url.empty()) json["photos"] = {r.media_url};
    if (requested) json["received_at"] = rfc3339(*requested);
    if (const MaybeTime due = web::instant(r.expected, wording.zone)) json["due_at"] = rfc3339(*due);
    if (const std::string_view state = state_of(r.status); with_state && !state.empty()) {
        json["state"] = state;
        if (updated) json["state_since"] = rfc3339(*updated);
        if (!r.notes.empty()) json["reason"] = r.notes;
    }
    const web::ReadPlace at = web::checked_place(r.lon.value_or(std::numeric_limits<double>::quiet_NaN()), r.lat.value_or(std::numeric_limits<double>::quiet_NaN()));
    if (at.place) json["place"] = {at.place->lon, at.place->lat};
    else if (!at.suspicion.empty() && at.suspicion != "0, 0") left_out.add(host, r.id, "place " + at.suspicion);  // 0, 0 is how servers say "not known"
    backend::Change c;
    c.kind = VIGIE_KIND_REPORT;
    c.id = r.id;
    c.version = r.version();
    if (const MaybeTime time = updated ? updated : requested) c.at_ms = ms_since_epoch(*time);
    c.json = web::dump(json);
    return c;
}

} // namespace vigie::gis::open311
