#include "gis/model/catalog.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>

#include "gis/model/catalog_energy.hpp"
#include "gis/model/catalog_json.hpp"
#include "gis/model/words.hpp"

namespace vigie::gis {

namespace {

constexpr std::uintmax_t max_file_bytes = 8u << 20;
constexpr std::size_t max_entries_per_section = 10'000;

template <class T>
const T* by_id(const std::vector<T>& rows, std::string_view id) {
    const auto it = std::find_if(rows.begin(), rows.end(), [&](const T& row) { return row.id == id; });
    return it == rows.end() ? nullptr : &*it;
}

struct Nothing {};  // of a section whose entries go where they belong as they are read
void put(std::vector<Nothing>&, Nothing) {}

template <class T>
void put(std::vector<T>& rows, T row) {
    const auto it = std::find_if(rows.begin(), rows.end(), [&](const T& r) { return r.id == row.id; });
    if (it == rows.end()) rows.push_back(std::move(row));
    else *it = std::move(row);
}

void put(std::vector<ServiceLevel>& rows, ServiceLevel row) {
    const auto it = std::find_if(rows.begin(), rows.end(), [&](const ServiceLevel& r) { return r.severity == row.severity; });
    if (it == rows.end()) rows.push_back(std::move(row));
    else *it = std::move(row);
}

Domain read_domain(CatalogReader& in) {
    return {in.text("id", true), in.name("name", true), in.text("icon"), in.flag("restricted", false)};
}

AssetKind read_asset_kind(CatalogReader& in) {
    AssetKind out{.id = in.text("id", true), .domain = in.text("domain"), .icon = in.text("icon"), .name = in.name("name", true),
                  .plural = in.name("plural"), .geometry = in.text("geometry", true), .style = in.text("style"),
                  .listed = in.flag("listed", true), .fields = in.fields("fields")};
    if (in.good() && out.geometry != "point" && out.geometry != "line" && out.geometry != "polygon")
        in.reject("catalog.bad_geometry", "geometry");
    if (out.plural.fr.empty()) out.plural = out.name;
    return out;
}

// Bounds that contradict each other would raise an alert on every value.
void check_bounds(CatalogReader& in, SensorKind& out) {
    const auto wrong = [](std::optional<double> low, std::optional<double> high) { return low && high && *low > *high; };
    if (wrong(out.watch_above, out.alarm_above) || wrong(out.alarm_below, out.watch_below) ||
        wrong(out.watch_below, out.watch_above) || wrong(out.alarm_below, out.alarm_above)) {
        in.complain(Severity::warning, "catalog.bounds_disagree", "alarm_above");
        out.watch_above = out.alarm_above = out.watch_below = out.alarm_below = std::nullopt;
    }
}

SensorKind read_sensor_kind(CatalogReader& in) {
    SensorKind out;
    out.id = in.text("id", true);
    out.domain = in.text("domain", true);
    out.icon = in.text("icon");
    out.name = in.name("name", true);
    out.unit = in.text("unit", true);
    out.decimals = in.whole("decimals", 1, 0, 6);
    out.expected_interval = Seconds{in.whole("expected_interval_s", 900, 1, 31 * 86'400)};
    out.watch_above = in.maybe_number("watch_above");
    out.alarm_above = in.maybe_number("alarm_above");
    out.watch_below = in.maybe_number("watch_below");
    out.alarm_below = in.maybe_number("alarm_below");
    out.hold = Seconds{in.whole("hold_s", 0, 0, 31 * 86'400)};
    out.hysteresis = in.number("hysteresis", 0, 0, 1e9);
    out.alert_title = in.name("alert_title");
    out.intervention = in.text("intervention");
    out.severity = in.whole("severity", 2, 1, 6);
    check_bounds(in, out);
    return out;
}

ReportCategory read_report_category(CatalogReader& in) {
    ReportCategory out;
    out.id = in.text("id", true);
    out.domain = in.text("domain", true);
    out.icon = in.text("icon");
    out.name = in.name("name", true);
    out.severity = in.whole("severity", 4, 1, 6);
    out.intervention = in.text("intervention");
    out.guard = in.name("guard");
    out.duplicate_radius_m = in.number("duplicate_radius_m", 50, 1, 5'000);
    out.share = in.number("share", 0, 0, 1);
    out.emergency = in.texts("emergency");
    out.asset_kinds = in.texts("asset_kinds");
    out.asset_reach_m = in.number("asset_reach_m", 25, 1, 500);
    out.delay = Seconds{static_cast<std::int64_t>(in.number("delay_h", 0, 0, 24 * 366) * 3600)};
    out.around_the_clock = in.flag("around_the_clock", false);
    return out;
}

EmergencyNumber read_emergency_number(CatalogReader& in) {
    return {in.text("id", true), in.name("name", true), in.text("number", true), in.text("source"), in.flag("to_verify", false)};
}

OtherBody read_body(CatalogReader& in) { return {in.text("id", true), in.name("name", true), in.name("handed", true), in.texts("categories")}; }

RejectReason read_reject_reason(CatalogReader& in) { return {in.text("id", true), in.name("name", true)}; }

AnswerTemplate read_answer(CatalogReader& in) {
    AnswerTemplate out{in.text("id", true), in.name("name", true), in.name("text", true), in.texts("states")};
    for (const std::string& state : out.states)
        if (!from_name<ReportState>(state)) in.complain(Severity::warning, "catalog.bad_value", "states");
    return out;
}

InterventionTemplate read_intervention(CatalogReader& in) {
    InterventionTemplate out;
    out.id = in.text("id", true);
    out.domain = in.text("domain", true);
    out.icon = in.text("icon");
    out.name = in.name("name", true);
    out.duration = Minutes{in.whole("duration_min", 60, 1, 7 * 24 * 60)};
    out.people = in.whole("people", 1, 1, 100);
    out.crews_needed = in.whole("crews_needed", 1, 1, 20);
    out.skills = in.texts("skills");
    out.equipment = in.texts("equipment");
    out.tasks = in.names("tasks");
    out.regulatory = in.flag("regulatory", false);
    out.rule = in.name("rule");
    out.proof_of_service = in.flag("proof_of_service", false);
    out.saves = in.texts("saves");
    return out;
}

Duty read_duty(CatalogReader& in) {
    Duty out;
    out.id = in.text("id", true);
    out.name = in.name("name");
    out.intervention = in.text("intervention", true);
    out.asset_kind = in.text("asset_kind");
    out.rule = in.text("rule", true);
    out.on_completion = in.flag("on_completion", true);
    out.first = in.text("first");
    out.season = in.text("season");
    out.school = in.text("school");
    out.last_field = in.text("last_field");
    out.legal = in.flag("legal", false);
    out.to_verify = in.flag("to_verify", false);
    return out;
}

SkillKind read_skill(CatalogReader& in) {
    return {in.text("id", true), in.name("name", true), in.whole("validity_months", 0, 0, 600)};
}

SchoolZone read_school_zone(CatalogReader& in) { return {in.text("id", true), in.name("name", true), in.texts("departments")}; }

SchoolHoliday read_school_holiday(CatalogReader& in) {
    SchoolHoliday out;
    out.id = in.text("id", true);
    out.name = in.name("name", true);
    out.zones = in.texts("zones");
    out.from = in.text("from", true);
    out.back = in.text("back", true);
    out.source = in.text("source");
    out.to_verify = in.flag("to_verify", false);
    return out;
}

ServiceLevel read_service_level(CatalogReader& in) {
    ServiceLevel out;
    out.severity = in.whole("severity", 0, 1, 6);
    if (out.severity == 0) in.reject("catalog.missing", "severity");
    out.name = in.name("name", true);
    out.delay = Seconds{static_cast<std::int64_t>(in.number("delay_h", 40, 0.25, 24 * 366) * 3600)};
    out.around_the_clock = in.flag("around_the_clock", false);
    return out;
}

// A limit of working time, known by its id.
void read_limit(CatalogReader& in, WorkingTime& out) {
    struct Row {
        const char* id;
        LegalLimit WorkingTime::*limit;
        double least_h, most_h;
    };
    static constexpr std::array rows{Row{"day_work_max", &WorkingTime::day_work_max, 1, 24},       Row{"day_span_max", &WorkingTime::day_span_max, 1, 24},
                                     Row{"day_rest_min", &WorkingTime::day_rest_min, 0, 24},       Row{"week_work_max", &WorkingTime::week_work_max, 1, 168},
                                     Row{"week_rest_min", &WorkingTime::week_rest_min, 0, 168},    Row{"unbroken_work_max", &WorkingTime::unbroken_work_max, 1, 24},
                                     Row{"break_min", &WorkingTime::break_min, 0, 4},              Row{"average_work_max", &WorkingTime::average_work_max, 1, 168},
                                     Row{"average_span", &WorkingTime::average_span, 168, 168 * 52}, Row{"night_from", &WorkingTime::night_from, 12, 24},
                                     Row{"night_to", &WorkingTime::night_to, 0, 12},               Row{"night_share", &WorkingTime::night_share, 0, 24},
                                     Row{"night_work_max", &WorkingTime::night_work_max, 1, 24}};
    const std::string id = in.text("id", true);
    const auto row = std::ranges::find_if(rows, [&](const Row& r) { return id == r.id; });
    if (row == rows.end()) return in.reject("catalog.missing", "id");
    LegalLimit& limit = out.*row->limit;
    const double known_h = static_cast<double>(limit.value.count()) / 3600;
    const double weeks = in.number("weeks", known_h / 168, row->least_h / 168, row->most_h / 168);
    const double hours = in.number("hours", weeks * 168, row->least_h, row->most_h);
    const double minutes = in.number("minutes", hours * 60, row->least_h * 60, row->most_h * 60);
    std::string source = in.text("source", true);
    if (in.good()) limit = {Seconds{std::llround(minutes * 60)}, std::move(source)};
}

void read_overrider(CatalogReader& in, std::vector<std::string>& out) {
    const std::string role = in.text("id", true);
    const bool allowed = in.flag("allowed", true);
    if (!in.good()) return;
    if (role != "director" && role != "dispatcher" && role != "agent" && role != "council") return in.reject("catalog.missing", "id");
    std::erase(out, role);
    if (allowed) out.push_back(role);
}

void read_rate(CatalogReader& in, CostRates& out) {
    const std::string id = in.text("id", true);
    double* rate = id == "agent_hour" ? &out.agent_hour_eur : id == "vehicle_km" ? &out.vehicle_km_eur : id == "vehicle_hour" ? &out.vehicle_hour_eur : nullptr;
    if (!rate) return in.reject("catalog.missing", "id");
    *rate = in.number("eur", 0, 0, 1000);
    const std::string source = in.text("source");
    if (!source.empty()) out.source = source;
    out.to_verify = in.flag("to_verify", false) || out.to_verify;
}

Article read_article(CatalogReader& in) {
    Article out;
    out.id = in.text("id", true);
    out.name = in.name("name", true);
    out.unit = in.text("unit", true);
    out.eur = in.number("eur", 0, 0, 1e6);
    out.source = in.text("source");
    out.to_verify = in.flag("to_verify", false);
    return out;
}

InterventionStatus read_intervention_state(CatalogReader& in) {
    InterventionStatus out;
    out.id = in.text("id", true);
    out.name = in.name("name", true);
    out.phase = in.text("phase", true);
    out.needs_reason = in.flag("needs_reason", false);
    out.next = in.moves("next");
    if (in.good() && !from_name<InterventionState>(out.phase)) in.reject("catalog.bad_phase", "phase");
    return out;
}

void read_retention(CatalogReader& in, Retention& out) {
    static constexpr std::array rows{std::pair{"positions", &Retention::positions},         std::pair{"patrols", &Retention::patrols},
                                     std::pair{"service_proof", &Retention::service_proof}, std::pair{"reporters", &Retention::reporters},
                                     std::pair{"rejected", &Retention::rejected},           std::pair{"readings", &Retention::readings}};
    const std::string id = in.text("id", true);
    const auto row = std::ranges::find_if(rows, [&](const auto& r) { return id == r.first; });
    if (row == rows.end()) return in.reject("catalog.missing", "id");
    (void)in.text("source");
    out.*row->second = std::chrono::days{in.whole("days", static_cast<int>((out.*row->second).count()), 1, 3660)};
}

template <class T, class Read>
void read_section(CatalogReader& in, const nlohmann::json& section, std::string_view name, std::vector<T>& rows, Read read,
                  std::vector<Notice>& notices, const std::string& file) {
    if (!section.is_array() || section.size() > max_entries_per_section) {
        notices.push_back({Severity::error, file, {"catalog.not_a_list", {{"section", std::string(name)}}}, {"catalog.remedy", {}}});
        return;
    }
    for (std::size_t i = 0; i < section.size(); ++i) {
        in.enter(section[i], name, i);
        if (!in.good()) continue;
        T row = read(in);
        in.leave();
        if (in.good()) put(rows, std::move(row));
    }
}

void read_sections(const nlohmann::json& root, const std::string& file, std::string_view text, LoadedCatalog& out) {
    CatalogReader in(file, text, out.notices);
    Catalog& c = out.catalog;
    for (const auto& item : root.items()) {
        const std::string& name = item.key();
        const nlohmann::json& section = item.value();
        const auto read = [&](auto& rows, auto reader) { read_section(in, section, name, rows, reader, out.notices, file); };
        if (name == "domains") read(c.domains, read_domain);
        else if (name == "asset_kinds") read(c.asset_kinds, read_asset_kind);
        else if (name == "sensor_kinds") read(c.sensor_kinds, read_sensor_kind);
        else if (name == "report_categories") read(c.report_categories, read_report_category);
        else if (name == "interventions") read(c.interventions, read_intervention);
        else if (name == "duties") read(c.duties, read_duty);
        else if (name == "skills") read(c.skills, read_skill);
        else if (name == "service_levels") read(c.service_levels, read_service_level);
        else if (name == "articles") read(c.articles, read_article);
        else if (name == "intervention_states") read(c.intervention_states, read_intervention_state);
        else if (name == "school_zones") read(c.school_zones, read_school_zone);
        else if (name == "school_holidays") read(c.school_holidays, read_school_holiday);
        else if (name == "emergency_numbers") read(c.emergency_numbers, read_emergency_number);
        else if (name == "bodies") read(c.bodies, read_body);
        else if (name == "reject_reasons") read(c.reject_reasons, read_reject_reason);
        else if (name == "answers") read(c.answers, read_answer);
        else if (name == "council_indicators") read(c.indicators, read_indicator);
        else if (name == "council_scenes") read(c.scenes, read_council_scene);
        else if (name == "energy_prices") read(c.energy.prices, read_energy_price);
        else if (name == "use_hours") read(c.energy.use_hours, read_use_hours);
        else if (name == "finding_work") read(c.energy.work, read_finding_work);
        else if (name == "working_time" || name == "overrides" || name == "costs" || name == "retention" || name == "energy_figures") {
            std::vector<Nothing> none;
            read(none, [&](CatalogReader& entry) {
                if (name == "costs") read_rate(entry, c.costs);
                else if (name == "energy_figures") read_energy_figure(entry, c.energy);
                else if (name == "overrides") read_overrider(entry, c.overriders);
                else if (name == "retention") read_retention(entry, c.retention);
                else read_limit(entry, c.working_time);
                return Nothing{};
            });
        } else if (name != "public_data")  // read by gis/layers/commune
            out.notices.push_back({Severity::warning, file, {"catalog.unknown_section", {{"section", name}}}, {"catalog.remedy", {}}});
    }
}

void read_text(const std::string& file, const std::string& text, LoadedCatalog& out) {
    nlohmann::json root;
    try {
        root = nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error& e) {
        const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(e.byte, text.size()));
        const auto line = std::to_string(1 + std::count(text.begin(), end, '\n'));
        out.notices.push_back({Severity::error, file + ":" + line, {"catalog.not_json", {{"file", file}, {"line", line}}}, {"catalog.remedy_syntax", {}}});
        return;
    }
    if (!root.is_object()) {
        out.notices.push_back({Severity::error, file, {"catalog.not_an_object", {{"entry", file}}}, {"catalog.remedy", {}}});
        return;
    }
    read_sections(root, file, text, out);
}

void read_file(const std::filesystem::path& path, LoadedCatalog& out) {
    const std::string file = path.filename().string();
    std::error_code ec;
    const std::uintmax_t bytes = std::filesystem::file_size(path, ec);
    std::ifstream stream(path, std::ios::binary);
    if (ec || !stream || bytes > max_file_bytes) {
        out.notices.push_back({Severity::error, file, {"catalog.unreadable", {{"file", path.string()}}}, {"catalog.remedy_file", {}}});
        return;
    }
    read_text(file, {std::istreambuf_iterator<char>(stream), {}}, out);
}

// References that lead nowhere: the entry stays (a later folder may bring its other half), the person is told.
void check_references(LoadedCatalog& out) {
    const Catalog& c = out.catalog;
    const auto miss = [&](std::string_view entry, const char* member, std::string_view target) {
        out.notices.push_back({Severity::warning, std::string(entry),
                               {"catalog.dangling", {{"entry", std::string(entry)}, {"member", member}, {"target", std::string(target)}}},
                               {"catalog.remedy", {}}});
    };
    const auto domain = [&](const std::string& entry, const std::string& id) {
        if (!id.empty() && !c.domain(id)) miss(entry, "domain", id);
    };
    const auto intervention = [&](const std::string& entry, const std::string& id) {
        if (!id.empty() && !c.intervention(id)) miss(entry, "intervention", id);
    };
    for (const AssetKind& k : c.asset_kinds) domain(k.id, k.domain);
    for (const SensorKind& k : c.sensor_kinds) domain(k.id, k.domain), intervention(k.id, k.intervention);
    for (const ReportCategory& k : c.report_categories) {
        domain(k.id, k.domain), intervention(k.id, k.intervention);
        for (const std::string& id : k.emergency)
            if (!c.emergency_number(id)) miss(k.id, "emergency", id);
        for (const std::string& id : k.asset_kinds)
            if (!c.asset_kind(id)) miss(k.id, "asset_kinds", id);
    }
    for (const OtherBody& b : c.bodies)
        for (const std::string& id : b.categories)
            if (!c.report_category(id) && !c.domain(id)) miss(b.id, "categories", id);
    const auto domains_of = [&](const std::string& entry, const std::vector<std::string>& ids) {
        for (const std::string& id : ids) domain(entry, id);
    };
    for (const Indicator& i : c.indicators) {
        domains_of(i.id, i.domains);
        for (const std::string& id : i.works) intervention(i.id, id);
        for (const std::string& id : i.categories)
            if (!c.report_category(id)) miss(i.id, "categories", id);
    }
    for (const CouncilScene& s : c.scenes) {
        domains_of(s.id, s.domains);
        for (const std::string& id : s.tiles)
            if (!c.indicator(id)) miss(s.id, "tiles", id);
    }
    for (const Duty& d : c.duties) {
        intervention(d.id, d.intervention);
        if (!d.asset_kind.empty() && !c.asset_kind(d.asset_kind)) miss(d.id, "asset_kind", d.asset_kind);
    }
    for (const FindingWork& w : c.energy.work) intervention(w.id, w.intervention);
    for (const InterventionStatus& s : c.intervention_states)
        for (const StatusMove& move : s.next)
            if (!c.intervention_state(move.to)) miss(s.id, "next", move.to);
    for (const InterventionTemplate& t : c.interventions) {
        domain(t.id, t.domain);
        for (const std::string& s : t.skills)
            if (!c.skill(s)) miss(t.id, "skills", s);
    }
}

} // namespace

const Domain* Catalog::domain(std::string_view id) const { return by_id(domains, id); }
const AssetField* AssetKind::field(std::string_view wanted) const { return by_id(fields, wanted); }
const AssetKind* Catalog::asset_kind(std::string_view id) const { return by_id(asset_kinds, id); }
const SensorKind* Catalog::sensor_kind(std::string_view id) const { return by_id(sensor_kinds, id); }
const ReportCategory* Catalog::report_category(std::string_view id) const { return by_id(report_categories, id); }
const InterventionTemplate* Catalog::intervention(std::string_view id) const { return by_id(interventions, id); }
const Article* Catalog::article(std::string_view id) const { return by_id(articles, id); }
const InterventionStatus* Catalog::intervention_state(std::string_view id) const { return by_id(intervention_states, id); }
const SkillKind* Catalog::skill(std::string_view id) const { return by_id(skills, id); }
const EmergencyNumber* Catalog::emergency_number(std::string_view id) const { return by_id(emergency_numbers, id); }
const Indicator* Catalog::indicator(std::string_view id) const { return by_id(indicators, id); }
const CouncilScene* Catalog::scene(std::string_view id) const { return by_id(scenes, id); }
const AnswerTemplate* Catalog::answer(std::string_view id) const { return by_id(answers, id); }

bool Catalog::may_override(std::string_view role) const { return std::ranges::find(overriders, role) != overriders.end(); }

const ServiceLevel* Catalog::service_level(int severity) const {
    const auto it = std::find_if(service_levels.begin(), service_levels.end(),
                                 [&](const ServiceLevel& level) { return level.severity == severity; });
    return it == service_levels.end() ? nullptr : &*it;
}

LoadedCatalog read_catalog(const std::vector<std::pair<std::string, std::string>>& files) {
    LoadedCatalog out;
    for (const auto& [file, text] : files) read_text(file, text, out);
    check_references(out);
    return out;
}

LoadedCatalog load_catalog(const std::vector<std::filesystem::path>& folders) {
    LoadedCatalog out;
    for (const auto& folder : folders) {
        std::error_code ec;
        std::vector<std::filesystem::path> files;
        for (std::filesystem::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec))
            if (it->path().extension() == ".json") files.push_back(it->path());
        if (ec)
            out.notices.push_back({Severity::error, folder.string(), {"catalog.no_folder", {{"folder", folder.string()}}}, {"catalog.remedy_file", {}}});
        std::sort(files.begin(), files.end());
        for (const auto& file : files) read_file(file, out);
    }
    check_references(out);
    return out;
}

} // namespace vigie::gis
