#include "panels/energy/figures.hpp"

#include <cmath>

#include "gis/layers/folding.hpp"
#include "gis/model/zone.hpp"

namespace vigie::panels {

namespace {

using gis::Fluid;

std::string month_key(const char* form, std::chrono::month month) { return "@time.month." + std::string(form) + "." + std::to_string(unsigned(month)); }

std::string two(unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); }

// What a commune calls its buildings, by a part of the word, accents aside: for kinds that the catalogue does not know.
struct KindIcon {
    std::string_view word, icon;
};
constexpr KindIcon kind_icons[] = {
    {"ecole", "school"}, {"college", "school"}, {"lycee", "school"}, {"ehpad", "elderly"}, {"retraite", "elderly"}, {"mairie", "account_balance"},
    {"hotel de ville", "account_balance"}, {"administration", "account_balance"}, {"creche", "child_care"}, {"gymnase", "fitness_center"}, {"dojo", "fitness_center"},
    {"piscine", "pool"}, {"stade", "sports_soccer"}, {"sport", "sports_soccer"}, {"mediatheque", "local_library"}, {"bibliotheque", "local_library"},
    {"atelier", "build"}, {"ctm", "build"}, {"garage", "build"}, {"salle", "event"}, {"fete", "event"}, {"culture", "theaters"}, {"cinema", "theaters"},
    {"enseignement", "music_note"}, {"musique", "music_note"}, {"sanitaire", "wc"}, {"toilette", "wc"}, {"police", "shield"}, {"halle", "store"},
    {"marche", "store"}, {"sante", "local_hospital"}, {"cimetiere", "place"}, {"dechet", "delete_outline"}, {"archive", "folder"}, {"poste", "mail"},
    {"associations", "group"}, {"social", "group"}, {"quartier", "group"}, {"jeunesse", "group"}, {"epuration", "opacity"}};

} // namespace

std::string_view quantity_unit(const Frame& frame, Fluid fluid) { return frame.language(std::string_view(fluid == Fluid::water ? "unit.m3" : "unit.kW.h")); }
std::string_view rate_unit(const Frame& frame, Fluid fluid) { return frame.language(std::string_view(fluid == Fluid::water ? "unit.m3/h" : "unit.kW")); }

std::string quantity_figure(const Frame& frame, Fluid fluid, double value) {
    return frame.language.number(value, fluid == Fluid::water && std::abs(value) < 10 ? 1 : 0);
}

std::string quantity_words(const Frame& frame, Fluid fluid, double value) {
    return frame.language.quantity(value, fluid == Fluid::water && std::abs(value) < 10 ? 1 : 0, fluid == Fluid::water ? "m3" : "kW.h");
}

std::string rate_words(const Frame& frame, Fluid fluid, double value) {
    const double size = std::abs(value);
    if (fluid == Fluid::water) return frame.language.quantity(value, size < 1 ? 2 : size < 10 ? 1 : 0, "m3/h");
    return frame.language.quantity(value, size < 20 ? 1 : 0, "kW");
}

std::string euro_words(const Frame& frame, double euros, int decimals) { return frame.tr({"energy.euros", {{"n", frame.language.number(euros, decimals)}}}); }

std::string signed_euro_words(const Frame& frame, double euros) {
    const double rounded = std::round(euros);
    return (rounded > 0 ? "+" : rounded < 0 ? "\u2212" : "") + euro_words(frame, std::abs(rounded));
}

std::string change_words(const Frame& frame, double fraction) {
    const double percent = std::round(100 * fraction);
    return (percent > 0 ? "+" : "") + frame.language.quantity(percent, 0, "%");
}

std::string month_words(const Frame& frame, std::chrono::year_month month) {
    return frame.tr({"energy.month", {{"month", month_key("long", month.month())}, {"year", std::to_string(int(month.year()))}}});
}

std::string month_title(const Frame& frame, std::chrono::year_month month) {
    return frame.tr("energy.month_title." + std::to_string(unsigned(month.month()))) + " " + std::to_string(int(month.year()));
}

std::string month_short(const Frame& frame, std::chrono::month month) { return frame.tr("time.month.short." + std::to_string(unsigned(month))); }

std::string weekday_day(const Frame& frame, std::chrono::local_days day) {
    return frame.tr("time.weekday.short." + std::to_string(std::chrono::weekday{day}.iso_encoding())) + " " + std::to_string(unsigned(std::chrono::year_month_day{day}.day()));
}

std::string day_and_month(const Frame& frame, std::chrono::local_days day) {
    const std::chrono::year_month_day date{day};
    return frame.tr({"energy.day_month", {{"day", std::to_string(unsigned(date.day()))}, {"month", month_key("long", date.month())}}});
}

std::string hour_words(const Frame& frame, gis::LocalTime hour) {
    const auto day = std::chrono::floor<std::chrono::days>(hour);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{hour - day};
    return frame.tr({"energy.hour", {{"weekday", "@time.weekday.short." + std::to_string(std::chrono::weekday{day}.iso_encoding())}, {"day", two(unsigned(date.day()))},
                                     {"month", two(unsigned(date.month()))}, {"clock", two(unsigned(clock.hours().count())) + ":" + two(unsigned(clock.minutes().count()))}}});
}

std::string week_words(const Frame& frame, std::chrono::local_days monday) {
    const auto sunday = monday + std::chrono::days{6};
    const std::chrono::year_month_day from{monday}, to{sunday};
    const std::string first = from.month() == to.month() ? weekday_day(frame, monday) : weekday_day(frame, monday) + " " + month_short(frame, from.month());
    return frame.tr({"energy.week", {{"from", first}, {"to", weekday_day(frame, sunday)}, {"month", month_key("long", to.month())}}});
}

std::string building_name(const Frame& frame, gis::BuildingId id) {
    const gis::Building* b = frame.world.find(id);
    if (b == nullptr || b->name.empty()) return frame.tr({"energy.building_unknown", {{"n", std::to_string(id.value)}}});
    return b->name;
}

std::string meter_name(const Frame& frame, gis::MeterId id) {
    const gis::Meter* m = frame.world.find(id);
    if (m == nullptr) return std::to_string(id.value);
    return m->code.empty() ? m->name : m->code;
}

std::string_view building_icon(const Frame& frame, gis::BuildingId id) {
    const gis::Building* b = frame.world.find(id);
    if (b == nullptr) return "business";
    if (const gis::AssetKind* kind = frame.catalog.asset_kind(b->kind)) return kind->icon;
    const std::string word = gis::folded_plain(b->kind);
    for (const KindIcon& row : kind_icons)
        if (word.find(row.word) != std::string::npos) return row.icon;
    return "business";
}

std::string_view fluid_icon(Fluid fluid) { return fluid == Fluid::electricity ? "flash_on" : fluid == Fluid::gas ? "whatshot" : "opacity"; }

std::chrono::year_month asked_month(const Frame& frame) {
    if (frame.view.energy.month) return *frame.view.energy.month;
    if (frame.energy != nullptr && frame.energy->ask.month) return *frame.energy->ask.month;
    const std::chrono::year_month_day today{gis::local_day(frame.now, frame.zone)};
    return today.year() / today.month();
}

gis::BuildingId asked_building(const Frame& frame) {
    if (frame.view.energy.building) return frame.view.energy.building;
    return frame.energy != nullptr ? frame.energy->ask.building : gis::BuildingId{};
}

} // namespace vigie::panels
