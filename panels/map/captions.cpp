#include "gis/model/words.hpp"
#include "gis/rules/rule_words.hpp"
#include "panels/map/map_popups.hpp"

namespace vigie::panels {

namespace {

struct Captioner {
    const Frame& frame;

    [[nodiscard]] std::string local(const gis::LocalName& name) const { return name.in(frame.language.code()); }
    [[nodiscard]] Caption with(std::string title, std::string detail, gis::EntityKind kind, StatusLook look) const {
        return {std::move(title), std::move(detail), kind_icon(kind), look, frame.tr(look.key)};
    }
    [[nodiscard]] Caption plain(std::string title, gis::EntityKind kind) const {
        return {std::move(title), frame.tr(kind_key(kind)), kind_icon(kind), {}, {}};
    }

    Caption operator()(const gis::Report& r) const {
        const gis::ReportCategory* category = frame.catalog.report_category(r.category);
        const std::string name = category != nullptr ? local(category->name) : r.category;
        return with(gis::number_label(gis::EntityKind::report, r.number) + " " + name, r.address.empty() ? r.quartier : r.address,
                    gis::EntityKind::report, look_of(r.state));
    }
    Caption operator()(const gis::Intervention& i) const {
        return with(gis::number_label(gis::EntityKind::intervention, i.number) + " " + i.title, i.address.empty() ? i.quartier : i.address,
                    gis::EntityKind::intervention, look_of(i.state));
    }
    Caption operator()(const gis::Alert& a) const {
        return with(gis::number_label(gis::EntityKind::alert, a.number) + " " + gis::alert_title(a, frame.catalog, frame.language), gis::alert_rule(a, frame.catalog, frame.language), gis::EntityKind::alert, look_of(a.state));
    }
    Caption operator()(const gis::Sensor& s) const {
        const gis::SensorKind* kind = frame.catalog.sensor_kind(s.kind);
        std::string detail;
        if (s.last_value) detail = frame.language.quantity(*s.last_value, kind != nullptr ? kind->decimals : 1, s.unit);
        if (s.last_at) detail += (detail.empty() ? "" : ", ") + frame.language.age(*s.last_at, frame.now);
        return with(s.name.empty() ? s.code : s.name, detail, gis::EntityKind::sensor, look_of(s.state));
    }
    Caption operator()(const gis::Crew& c) const {
        const bool stale = !c.fix_at || frame.now - *c.fix_at > stale_fix_after;
        const std::string age = c.fix_at ? frame.language.age(*c.fix_at, frame.now) : std::string{};
        return with(c.name, age, gis::EntityKind::crew, stale ? stale_position() : look_of(c.status));
    }
    Caption operator()(const gis::Request& r) const {
        return with(gis::number_label(gis::EntityKind::request, r.number) + " " + r.title, r.requester, gis::EntityKind::request, look_of(r.state));
    }
    Caption operator()(const gis::Asset& a) const {
        const gis::AssetKind* kind = frame.catalog.asset_kind(a.kind);
        const std::string name = kind != nullptr ? local(kind->name) : a.kind;
        Caption c = plain(a.name.empty() ? name + (a.code.empty() ? "" : " " + a.code) : a.name, gis::EntityKind::asset);
        c.detail = name;
        return c;
    }
    Caption operator()(const gis::Agent& a) const { return plain(a.name, gis::EntityKind::agent); }
    Caption operator()(const gis::Vehicle& v) const { return plain(v.name, gis::EntityKind::vehicle); }
    Caption operator()(const gis::Shift&) const { return plain(frame.tr("panels.kind.shift"), gis::EntityKind::shift); }
    Caption operator()(const gis::Absence& a) const { return plain(a.reason, gis::EntityKind::absence); }
    Caption operator()(const gis::Building& b) const { return plain(b.name, gis::EntityKind::building); }
    Caption operator()(const gis::Meter& m) const { return plain(m.name, gis::EntityKind::meter); }
};

} // namespace

Caption caption_of(const Frame& frame, gis::EntityRef ref) {
    const auto entity = frame.world.find(ref);
    return entity ? std::visit(Captioner{frame}, *entity) : Caption{};
}

} // namespace vigie::panels
