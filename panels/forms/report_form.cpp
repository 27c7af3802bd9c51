#include "panels/forms/report_form.hpp"

#include <algorithm>

namespace vigie::panels {

namespace {

// 0 = no match; higher is better: the whole name begins so, a word begins so, it is somewhere inside.
int match_rank(const std::string& name, const std::string& typed) {
    if (name.starts_with(typed)) return 3;
    if (name.find(' ' + typed) != std::string::npos) return 2;
    return name.find(typed) != std::string::npos ? 1 : 0;
}

} // namespace

std::vector<const gis::ReportCategory*> category_matches(const gis::Catalog& catalog, std::string_view typed,
                                                         std::string_view language, std::size_t limit) {
    const std::string words = gis::folded(typed);
    struct Found {
        const gis::ReportCategory* category;
        int rank;
    };
    std::vector<Found> found;
    for (const gis::ReportCategory& category : catalog.report_categories)
        if (const int rank = words.empty() ? 1 : match_rank(gis::folded(category.name.in(language)), words))
            found.push_back({&category, rank});
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return a.rank != b.rank ? a.rank > b.rank : a.category->share > b.category->share;
    });
    std::vector<const gis::ReportCategory*> best;
    for (const Found& f : found)
        if (best.size() < limit) best.push_back(f.category);
    return best;
}

void ReportForm::begin(std::optional<gis::LonLat> place, const std::string& address, const ReportFormContext& c) {
    *this = ReportForm{};
    started_ = c.now;
    if (place) move_to(*place, address, c);
}

void ReportForm::move_to(gis::LonLat place, const std::string& address, const ReportFormContext& c) {
    place_ = place;
    const auto at = c.plane.plane_from_lonlat(place);
    address_ = address.empty() && at ? c.gazetteer.address_at(*at) : address;
    quartier_ = at ? c.gazetteer.district_at(*at) : std::string{};
    place_text_ = address_;
    places_.clear();
    look_around(c);
}

void ReportForm::type_place(const std::string& text, const ReportFormContext& c) {
    if (text == place_text_) return;
    place_text_ = text;
    place_.reset();
    address_.clear();
    quartier_.clear();
    duplicates_.clear();
    places_ = text.size() < 2 ? std::vector<gis::Place>{} : c.gazetteer.search(text, max_place_suggestions);
}

void ReportForm::choose_place(const gis::Place& place, const ReportFormContext& c) {
    const auto at = c.plane.lonlat_from_plane(place.at);
    if (!at) return;
    place_ = at;
    address_ = place.name;
    place_text_ = place.name;
    quartier_ = c.gazetteer.district_at(place.at);
    places_.clear();
    look_around(c);
}

void ReportForm::type_category(const std::string& text, const ReportFormContext& c) {
    if (text == category_text_) return;
    category_text_ = text;
    category_.clear();
    categories_ = category_matches(c.catalog, text, c.language, max_category_suggestions);
    look_around(c);
}

void ReportForm::choose_category(const gis::ReportCategory& category, const ReportFormContext& c) {
    category_ = category.id;
    category_text_ = category.name.in(c.language);
    if (!severity_chosen_) severity_ = category.severity;
    categories_.clear();
    look_around(c);
}

void ReportForm::set_severity(int severity) {
    severity_ = std::clamp(severity, 1, 6);
    severity_chosen_ = true;
}

void ReportForm::describe(const std::string& text, const ReportFormContext& c) {
    description = text;
    look_around(c);
}

void ReportForm::look_around(const ReportFormContext& c) {
    duplicates_.clear();
    near_.clear();
    times_ = 1;
    if (!place_) return;
    gis::Report probe = draft();
    // While the category is still being typed, what it most likely will be already finds its neighbours.
    if (probe.category.empty() && !category_text_.empty() && !categories_.empty()) probe.category = categories_.front()->id;
    probe.received_at = c.now;
    if (!category_.empty()) {
        near_ = gis::assets_near(c.world, c.catalog, category_, *place_, 2);
        if (const auto meant = object()) probe.asset = meant->asset;
        times_ = gis::repeats_of(c.world, c.catalog, probe).times();
    }
    duplicates_ = gis::duplicate_candidates(c.world, c.catalog, probe, max_duplicates_shown);
}

std::optional<gis::NearAsset> ReportForm::object() const {
    if (object_refused_ || !gis::asset_meant(near_)) return {};
    return near_.front();
}

void ReportForm::take_suggestion(ReportField in, const ReportFormContext& c) {
    if (in == ReportField::place && !place_ && !places_.empty()) choose_place(gis::Place(places_.front()), c);
    if (in == ReportField::category && category_.empty() && !category_text_.empty() && !categories_.empty())
        choose_category(*categories_.front(), c);
}

ReportField ReportForm::enter(ReportField in, const ReportFormContext& c) {
    take_suggestion(in, c);
    return first_missing().field;
}

ReportField ReportForm::tab(ReportField in, const ReportFormContext& c) {
    take_suggestion(in, c);
    switch (in) {
        case ReportField::place: return ReportField::category;
        case ReportField::category: return ReportField::description;
        case ReportField::description: return ReportField::caller;
        case ReportField::caller: return ReportField::phone;
        case ReportField::phone: case ReportField::none: break;
    }
    return ReportField::none;
}

bool ReportForm::untouched() const {
    return !place_ && place_text_.empty() && category_text_.empty() && description.empty() && caller.empty() && phone.empty() && email.empty();
}

ReportForm::Missing ReportForm::first_missing() const {
    if (!place_)
        return {ReportField::place, {place_text_.empty() ? "desk.form.place_missing" : "desk.form.place_unknown", {}}};
    if (category_.empty())
        return {ReportField::category, {category_text_.empty() ? "desk.form.category_missing" : "desk.form.category_unknown", {}}};
    return {};
}

gis::Report ReportForm::draft() const {
    gis::Report report;
    report.category = category_;
    report.severity = severity_;
    report.place = place_.value_or(gis::LonLat{});
    report.address = address_;
    report.quartier = quartier_;
    report.description = description;
    report.channel = channel;
    report.received_at = started_;
    if (const auto meant = object()) report.asset = meant->asset;
    report.has_reporter = !caller.empty() || !phone.empty() || !email.empty();
    return report;
}

std::optional<gis::command::CreateReport> ReportForm::command() const {
    if (first_missing().field != ReportField::none) return {};
    return gis::command::CreateReport{draft(), gis::Reporter{caller, phone, email}};
}

} // namespace vigie::panels
