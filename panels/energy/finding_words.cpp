#include "panels/energy/finding_words.hpp"

#include "gis/energy/energy_words.hpp"
#include "gis/model/zone.hpp"
#include "panels/energy/figures.hpp"

namespace vigie::panels {

namespace {

using enum gis::FindingKind;

std::string since(const Frame& frame, gis::Time from) { return frame.language.moment(from, frame.now, frame.zone); }

// "4 nuits et 1 week-end"; empty without either.
std::string nights_words(const Frame& frame, const gis::Finding& f) {
    const auto part = [&](const char* key, int n) { return frame.tr({key, {{"n", std::to_string(n)}}}); };
    if (f.nights > 0 && f.weekends > 0) return frame.tr({"energy.nights_and", {{"nights", part("energy.nights", f.nights)}, {"weekends", part("energy.weekends", f.weekends)}}});
    if (f.nights > 0) return part("energy.nights", f.nights);
    return f.weekends > 0 ? part("energy.weekends", f.weekends) : std::string{};
}

std::string used_while_closed_words(const Frame& frame, const gis::Finding& f, const std::string& quantity, const std::string& euros) {
    const std::string nights = nights_words(frame, f);
    if (nights.empty()) return frame.tr({"energy.finding.used_since", {{"since", since(frame, f.from)}, {"quantity", quantity}, {"euros", euros}}});
    return frame.tr({f.lasting ? "energy.finding.used_lasting" : "energy.finding.used", {{"nights", nights}, {"since", since(frame, f.from)}, {"quantity", quantity}, {"euros", euros}}});
}

} // namespace

std::string finding_title(const Frame& frame, const gis::Finding& f) {
    switch (f.kind) {
        case used_while_closed: return frame.tr("energy.finding.closed." + std::string(gis::fluid_name(f.fluid)));
        case night_base_risen: return frame.tr(f.fluid == gis::Fluid::water ? "energy.finding.base_water" : "energy.finding.base");
        case leak: return frame.tr("energy.finding.leak");
        case above_expected: return frame.tr("energy.finding.above");
        case readings_missing: return frame.tr("energy.finding.missing");
        case saving_proven: return frame.tr("energy.finding.saving");
    }
    return {};
}

std::string finding_sentence(const Frame& frame, const gis::Finding& f) {
    const std::string quantity = quantity_words(frame, f.fluid, f.quantity), euros = euro_words(frame, f.cost_eur);
    const auto rate = [&](const std::optional<double>& v) { return v ? rate_words(frame, f.fluid, *v) : std::string("–"); };
    const auto amount = [&](const std::optional<double>& v) { return v ? quantity_words(frame, f.fluid, *v) : std::string("–"); };
    switch (f.kind) {
        case used_while_closed: return used_while_closed_words(frame, f, quantity, euros);
        case night_base_risen:
            return frame.tr({"energy.finding.base_words", {{"measured", rate(f.measured)}, {"expected", rate(f.expected)}, {"since", since(frame, f.from)}, {"quantity", quantity}, {"euros", euros}}});
        case leak: return frame.tr({"energy.finding.leak_words", {{"measured", rate(f.measured)}, {"expected", rate(f.expected)}, {"since", since(frame, f.from)}, {"quantity", quantity}, {"euros", euros}}});
        case above_expected: return frame.tr({"energy.finding.above_words", {{"measured", amount(f.measured)}, {"expected", amount(f.expected)}, {"euros", euros}}});
        case readings_missing: return frame.tr({"energy.finding.missing_words", {{"meter", f.meter ? meter_name(frame, f.meter) : building_name(frame, f.building)}, {"since", since(frame, f.from)}}});
        case saving_proven: {
            const gis::Intervention* action = frame.world.find(f.raised);
            const std::string words = frame.tr({"energy.finding.saving_words", {{"quantity", quantity}, {"since", since(frame, f.from)}, {"euros", euros}}});
            return action != nullptr && !action->title.empty() ? action->title + frame.tr("energy.colon") + words : words;
        }
    }
    return {};
}

StatusLook finding_look(const gis::Finding& f) {
    switch (f.kind) {
        case used_while_closed: case leak: return {"", Outline::triangle, render::Glyph::bang, Family::danger};
        case night_base_risen: case above_expected: case readings_missing: return {"", Outline::lozenge, render::Glyph::bang, Family::warn};
        case saving_proven: return {"", Outline::circle, render::Glyph::tick, Family::done};
    }
    return {};
}

std::string confidence_words(const Frame& frame, gis::Confidence confidence) {
    switch (confidence) {
        case gis::Confidence::low: return frame.tr("energy.confidence.low");
        case gis::Confidence::medium: return frame.tr("energy.confidence.medium");
        case gis::Confidence::high: return frame.tr("energy.confidence.high");
    }
    return {};
}

} // namespace vigie::panels
