#include <algorithm>

#include "gis/rules/rules.hpp"

namespace vigie::gis {

namespace {

struct Draft {
    const World& world;
    const Catalog& catalog;
    std::string_view language;
    Intervention i;
    const InterventionTemplate* pattern = nullptr;
    std::string fallback_title;
    bool has_place = false;

    void place(LonLat p, const std::string& address, const std::string& quartier) {
        if (has_place || p == LonLat{}) return;
        has_place = true;
        i.place = p;
        i.address = address;
        i.quartier = quartier;
    }
    void use(const std::string& intervention_template) {
        if (!pattern && !intervention_template.empty()) pattern = catalog.intervention(intervention_template);
    }
    void about(AssetId asset) {  // the first one found is the main one
        if (!asset || asset == i.asset || std::ranges::find(i.more_assets, asset) != i.more_assets.end()) return;
        if (!i.asset) i.asset = asset;
        else i.more_assets.push_back(asset);
    }
    void due(MaybeTime t) {
        if (t && (!i.deadline || *t < *i.deadline)) i.deadline = t;
    }

    void add(const Report& r) {
        i.reports.push_back(r.id);
        i.severity = std::min(i.severity, r.severity);
        place(r.place, r.address, r.quartier);
        about(r.asset);
        due(r.due_at);
        if (!r.description.empty()) i.description += (i.description.empty() ? "" : "\n") + r.description;
        if (const ReportCategory* c = catalog.report_category(r.category)) {
            use(c->intervention);
            if (fallback_title.empty()) fallback_title = c->name.in(language);
        }
    }
    void add(const Alert& a) {
        i.alerts.push_back(a.id);
        i.severity = std::min(i.severity, a.severity);
        place(a.place, {}, a.quartier);
        if (const Sensor* s = world.find(a.sensor)) about(s->asset);
        if (const SensorKind* k = catalog.sensor_kind(a.kind)) use(k->intervention);
        if (fallback_title.empty()) fallback_title = a.title;
        if (i.description.empty()) i.description = a.title;
    }
    void add(const Asset& a) {
        about(a.id);
        if (const auto p = a.geometry.anchor()) place(*p, {}, {});
        const AssetKind* kind = catalog.asset_kind(a.kind);
        if (fallback_title.empty()) fallback_title = !a.name.empty() ? a.name : kind ? kind->name.in(language) : a.code;
    }
    void add(const Request& r) {
        i.title = r.title;
        i.description = r.description;
        place(r.place, {}, r.quartier);
    }
};

} // namespace

void prefill(Intervention& i, const InterventionTemplate& pattern, std::string_view language) {
    i.kind = pattern.id;
    i.duration = pattern.duration;
    i.people = std::max(1, pattern.people);
    i.crews_needed = std::max(1, pattern.crews_needed);
    i.skills = pattern.skills;
    i.equipment = pattern.equipment;
    i.regulatory = pattern.regulatory;
    for (const LocalName& task : pattern.tasks) i.tasks.push_back({task.in(language), false});
    if (i.title.empty()) i.title = pattern.name.in(language);
}

Intervention intervention_from(const World& world, const Catalog& catalog, const std::vector<EntityRef>& from, std::string_view language) {
    Draft draft{.world = world, .catalog = catalog, .language = language, .i = {}, .fallback_title = {}};
    draft.i.severity = 6;
    for (EntityRef ref : from) {
        if (const Report* r = ref.kind == EntityKind::report ? world.find(ReportId{ref.id}) : nullptr) draft.add(*r);
        if (const Alert* a = ref.kind == EntityKind::alert ? world.find(AlertId{ref.id}) : nullptr) draft.add(*a);
        if (const Asset* a = ref.kind == EntityKind::asset ? world.find(AssetId{ref.id}) : nullptr) draft.add(*a);
        if (const Request* r = ref.kind == EntityKind::request ? world.find(RequestId{ref.id}) : nullptr) draft.add(*r);
    }
    if (draft.i.reports.empty() && draft.i.alerts.empty()) draft.i.severity = 4;
    if (draft.pattern) prefill(draft.i, *draft.pattern, language);
    if (draft.i.title.empty()) draft.i.title = draft.fallback_title;
    draft.i.state = InterventionState::to_plan;
    return std::move(draft.i);
}

} // namespace vigie::gis
