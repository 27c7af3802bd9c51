#include "panels/council/council_words.hpp"

#include <algorithm>
#include <cmath>

#include "gis/model/zone.hpp"

namespace vigie::panels {

namespace {

using gis::FigureUnit;

std::string amount_in(const Frame& frame, FigureUnit unit, double value, bool always_decimals = false) {
    const int decimals = always_decimals || (std::abs(value) < 10 && unit != FigureUnit::count && value != std::floor(value)) ? 1 : 0;
    return frame.language.number(value, decimals);
}

std::chrono::year_month_day day_of(const Frame& frame, gis::Time t) {
    return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(gis::local_from_utc(t, frame.zone))};
}

std::string short_month(const Frame& frame, unsigned month) { return frame.tr("council.month_short." + std::to_string(month)); }

std::string month_words(const Frame& frame, std::chrono::year_month_day day) {
    return frame.tr("council.month." + std::to_string(static_cast<unsigned>(day.month())));
}

std::string sign_of(double value) { return value > 0 ? "+" : ""; }  // Language writes the minus

} // namespace

IndicatorWords indicator_words(const Frame& frame, std::string_view id) {
    const gis::Indicator* indicator = frame.catalog.indicator(id);
    if (indicator == nullptr) return {"help_outline", std::string(id), {}};
    const std::string& language = frame.language.code();
    return {indicator->icon, indicator->name.in(language), indicator->noun.in(language)};
}

std::string scene_title(const Frame& frame, const gis::Scene& scene) {
    if (!scene.title.empty()) return scene.title;
    const gis::CouncilScene* shipped = frame.catalog.scene(scene.id);
    return shipped != nullptr ? shipped->title.in(frame.language.code()) : frame.tr("council.untitled");
}

std::string scene_name(const Frame& frame, const gis::Scene& scene) {
    if (!scene.title.empty()) return scene.title;
    const gis::CouncilScene* shipped = frame.catalog.scene(scene.id);
    return shipped != nullptr ? shipped->name.in(frame.language.code()) : frame.tr("council.untitled");
}

bool is_of_a_month(const Frame& frame, const gis::Scene& scene) {
    const gis::CouncilScene* shipped = frame.catalog.scene(scene.id);
    return shipped != nullptr && shipped->month;
}

std::size_t room_for_tiles(const Frame& frame, const gis::Scene& scene) {
    const gis::CouncilScene* shipped = frame.catalog.scene(scene.id);
    return shipped != nullptr && shipped->eight ? gis::tiles_of_year : gis::tiles_of_scene;
}

FigureWords figure_words(const Frame& frame, const gis::Tile& tile) {
    if (tile.few) return {frame.tr({"council.few", {{"n", std::to_string(gis::least_told)}}}), {}, false, true};
    if (tile.withheld) return {frame.tr("council.withheld"), {}, false, true};
    if (!tile.value) return {frame.tr("council.no_data"), {}, false, true};
    const IndicatorWords words = indicator_words(frame, tile.id);
    const double value = *tile.value;
    switch (tile.unit) {
        case FigureUnit::count: return {amount_in(frame, tile.unit, value), words.noun};
        case FigureUnit::hours: return {amount_in(frame, tile.unit, value) + "\u00a0h", words.noun};
        case FigureUnit::days: return {amount_in(frame, tile.unit, value) + "\u00a0" + frame.tr("council.unit.day"), words.noun};
        case FigureUnit::percent: return {amount_in(frame, tile.unit, value) + "\u202f%", words.noun};
        case FigureUnit::euros:
            if (std::abs(value) >= 1e6) return {frame.language.number(value / 1e6, 2), frame.tr("council.unit.million_euros"), true};
            return {frame.language.number(value), "€", true};
        case FigureUnit::cubic_metres: return {frame.language.number(value), "m³", true};
        case FigureUnit::kwh:
            if (std::abs(value) >= 1e5) return {frame.language.number(value / 1000), "MWh", true};
            return {frame.language.number(value), "kWh", true};
    }
    return {};
}

namespace {

// A part of a small count says less than the difference: from 5 to 7 is "+2", not "+40 %".
constexpr double told_as_part_from = 20;

std::string change_words(const Frame& frame, const gis::Tile& tile, FigureUnit unit) {
    const double change = *tile.change;
    const auto part = [&] { return sign_of(std::round(change * 100)) + frame.language.number(std::round(change * 100)) + "\u202f%"; };
    switch (unit) {
        case FigureUnit::count:
            if (tile.value && tile.before && *tile.before < told_as_part_from) return sign_of(*tile.value - *tile.before) + frame.language.number(*tile.value - *tile.before);
            return part();
        case FigureUnit::euros: case FigureUnit::cubic_metres: case FigureUnit::kwh: return part();
        case FigureUnit::hours: return sign_of(change) + amount_in(frame, unit, change) + "\u00a0h";
        case FigureUnit::days: return sign_of(change) + amount_in(frame, unit, change) + "\u00a0" + frame.tr("council.unit.day");
        case FigureUnit::percent: return sign_of(change) + amount_in(frame, unit, change) + "\u00a0" + frame.tr("council.unit.points");
    }
    return {};
}

} // namespace

std::string period_words(const Frame& frame, int year, int month) {
    if (month < 1 || month > 12) return std::to_string(year);
    return frame.tr("council.month." + std::to_string(month)) + " " + std::to_string(year);
}

EvolutionWords evolution_words(const Frame& frame, const gis::Tile& tile) {
    const gis::CouncilAsk& ask = frame.council->ask;
    const std::string of_year = std::to_string(ask.year - 1);
    const std::string year = ask.month < 1 || ask.month > 12 ? of_year : short_month(frame, unsigned(ask.month)) + "\u00a0" + of_year;  // it stands beside a large figure
    if (!tile.change) {
        if (tile.few || tile.withheld || !tile.value) return {};
        if (tile.before_few) return {0, {}, frame.tr({"council.few_in", {{"n", std::to_string(gis::least_told)}, {"year", year}}})};
        return {0, {}, frame.tr({"council.no_data_in", {{"year", year}}})};
    }
    const double change = *tile.change;
    EvolutionWords out;
    const bool as_part = tile.unit != gis::FigureUnit::hours && tile.unit != gis::FigureUnit::days && tile.unit != gis::FigureUnit::percent;
    const bool unseen = std::abs(change) < (as_part ? 0.005 : 0.05);  // told as nothing: it would read "+0 %"
    out.direction = unseen ? 0 : change > 0 ? 1 : -1;
    if (out.direction == 0) return {0, {}, frame.tr({"council.as_in", {{"year", year}}})};
    out.amount = change_words(frame, tile, tile.unit);
    const char* key = tile.verdict == gis::Evolution::better ? "council.better" : out.direction > 0 ? "council.more" : "council.less";
    out.verdict = frame.tr({key, {{"year", year}}});
    return out;
}

std::string quartier_words(const Frame& frame, const std::string& quartier) {
    return quartier.empty() ? frame.tr("council.whole_commune") : quartier;
}

std::string plain_date(const Frame& frame, gis::Time t) {
    const auto day = day_of(frame, t);
    const unsigned number = static_cast<unsigned>(day.day());
    const bool first = number == 1 && frame.language.code() != "en";
    return frame.tr({"council.date", {{"day", first ? "1er" : std::to_string(number)}, {"month", month_words(frame, day)}, {"year", std::to_string(static_cast<int>(day.year()))}}});
}

PairWords pair_words(const Frame& frame, const gis::PhotoPair& pair) {
    const auto before = day_of(frame, pair.before_at), after = day_of(frame, pair.after_at);
    const auto told = [&](std::chrono::year_month_day day) {
        if (before.year() != after.year()) return month_words(frame, day) + " " + std::to_string(static_cast<int>(day.year()));
        if (before.month() == after.month()) return frame.tr({"council.day_month", {{"day", std::to_string(static_cast<unsigned>(day.day()))}, {"month", short_month(frame, static_cast<unsigned>(day.month()))}}});
        return month_words(frame, day);
    };
    return {frame.tr({"council.before", {{"when", told(before)}}}), frame.tr({"council.after", {{"when", told(after)}}})};
}

} // namespace vigie::panels
