#include "panels/status.hpp"

namespace vigie::panels {

using render::Glyph;

StatusLook look_of(gis::ReportState state) {
    using enum gis::ReportState;
    switch (state) {
        case received: return {"status.report.received", Outline::circle, Glyph::full, Family::fresh};
        case qualified: return {"status.report.qualified", Outline::circle, Glyph::ringed_dot, Family::fresh};
        case taken: return {"status.report.taken", Outline::circle, Glyph::quarter, Family::active};
        case scheduled: return {"status.report.scheduled", Outline::circle, Glyph::clock, Family::active};
        case in_progress: return {"status.report.in_progress", Outline::circle, Glyph::half, Family::active};
        case service_done: return {"status.report.service_done", Outline::circle, Glyph::tick, Family::done};
        case closed: return {"status.report.closed", Outline::circle, Glyph::hollow_tick, Family::idle};
        case reopened: return {"status.report.reopened", Outline::circle, Glyph::return_arrow, Family::warn};
        case duplicate: return {"status.report.duplicate", Outline::circle, Glyph::two_circles, Family::idle};
        case rejected: return {"status.report.rejected", Outline::circle, Glyph::cross, Family::idle};
        case forwarded: return {"status.report.forwarded", Outline::circle, Glyph::outward_arrow, Family::idle};
    }
    return {};
}

StatusLook look_of(gis::RequestState state) {
    using enum gis::RequestState;
    switch (state) {
        case waiting: return {"status.request.waiting", Outline::sheet, Glyph::full, Family::fresh};
        case to_confirm: return {"status.request.to_confirm", Outline::sheet, Glyph::bang, Family::warn};
        case accepted: return {"status.request.accepted", Outline::sheet, Glyph::tick, Family::done};
        case refused: return {"status.request.refused", Outline::sheet, Glyph::cross, Family::idle};
    }
    return {};
}

StatusLook look_of(gis::InterventionState state) {
    using enum gis::InterventionState;
    switch (state) {
        case draft: return {"status.intervention.draft", Outline::square, Glyph::dashes, Family::idle};
        case to_plan: return {"status.intervention.to_plan", Outline::square, Glyph::hollow, Family::fresh};
        case planned: return {"status.intervention.planned", Outline::square, Glyph::clock, Family::active};
        case assigned: return {"status.intervention.assigned", Outline::square, Glyph::quarter, Family::active};
        case en_route: return {"status.intervention.en_route", Outline::square, Glyph::chevron, Family::active};
        case on_site: return {"status.intervention.on_site", Outline::square, Glyph::full, Family::active};
        case suspended: return {"status.intervention.suspended", Outline::square, Glyph::pause, Family::warn};
        case finished: return {"status.intervention.finished", Outline::square, Glyph::tick, Family::done};
        case checked: return {"status.intervention.checked", Outline::square, Glyph::double_tick, Family::done};
        case closed: return {"status.intervention.closed", Outline::square, Glyph::hollow_tick, Family::idle};
    }
    return {};
}

StatusLook look_of(gis::SensorState state) {
    using enum gis::SensorState;
    switch (state) {
        case normal: return {"status.sensor.normal", Outline::circle, Glyph::ringed_dot, Family::done};
        case watch: return {"status.sensor.watch", Outline::lozenge, Glyph::bang, Family::warn};
        case alarm: return {"status.sensor.alarm", Outline::triangle, Glyph::bang, Family::danger};
        case silent: return {"status.sensor.silent", Outline::circle, Glyph::slash, Family::idle};
        case out_of_service: return {"status.sensor.out_of_service", Outline::square, Glyph::cross, Family::idle};
        case never_seen: return {"status.sensor.never_seen", Outline::circle, Glyph::dashes, Family::idle};
    }
    return {};
}

StatusLook look_of(gis::AlertState state) {
    using enum gis::AlertState;
    switch (state) {
        case raised: return {"status.alert.raised", Outline::triangle, Glyph::bang, Family::danger};
        case taken: return {"status.alert.taken", Outline::triangle, Glyph::hollow_bang, Family::danger};
        case in_intervention: return {"status.alert.in_intervention", Outline::triangle, Glyph::full, Family::active};
        case cleared: return {"status.alert.cleared", Outline::triangle, Glyph::hollow, Family::idle};
    }
    return {};
}

StatusLook look_of(gis::CrewStatus status) {
    using enum gis::CrewStatus;
    switch (status) {
        case available: return {"status.crew.available", Outline::circle, Glyph::full, Family::done};
        case en_route: return {"status.crew.en_route", Outline::circle, Glyph::chevron, Family::active};
        case on_site: return {"status.crew.on_site", Outline::square, Glyph::full, Family::active};
        case on_break: return {"status.crew.on_break", Outline::circle, Glyph::pause, Family::warn};
        case out_of_service: return {"status.crew.out_of_service", Outline::circle, Glyph::cross, Family::idle};
    }
    return {};
}

StatusLook stale_position() { return {"status.crew.stale", Outline::circle, Glyph::dashes, Family::idle}; }

StatusLook look_of(gis::SourceHealth health) {
    using enum gis::SourceHealth;
    switch (health) {
        case starting: return {"status.source.starting", Outline::circle, Glyph::clock, Family::active};
        case ok: return {"status.source.ok", Outline::circle, Glyph::full, Family::done};
        case late: return {"status.source.late", Outline::lozenge, Glyph::bang, Family::warn};
        case offline: return {"status.source.offline", Outline::triangle, Glyph::bang, Family::danger};
        case queued: return {"status.source.queued", Outline::circle, Glyph::down_arrow, Family::active};
        case paused: return {"status.source.paused", Outline::circle, Glyph::pause, Family::idle};
        case refused: return {"status.source.refused", Outline::square, Glyph::cross, Family::danger};
    }
    return {};
}

StatusLook severity_look(int severity) {
    const Family family = severity <= 1 ? Family::danger : severity <= 3 ? Family::warn : Family::idle;
    return {"status.severity", Outline::lozenge, Glyph::bang, family};
}

std::string_view kind_key(gis::EntityKind kind) {
    using enum gis::EntityKind;
    switch (kind) {
        case asset: return "kind.asset";
        case sensor: return "kind.sensor";
        case alert: return "kind.alert";
        case report: return "kind.report";
        case request: return "kind.request";
        case intervention: return "kind.intervention";
        case crew: return "kind.crew";
        case agent: return "kind.agent";
        case vehicle: return "kind.vehicle";
        case shift: return "kind.shift";
        case absence: return "kind.absence";
        case building: return "kind.building";
        case meter: return "kind.meter";
    }
    return {};
}

std::string_view kind_icon(gis::EntityKind kind) {
    using enum gis::EntityKind;
    switch (kind) {
        case sensor: return "settings_input_antenna";
        case alert: return "notifications_active";
        case report: return "place";
        case request: return "inbox";
        case intervention: return "build";
        case crew: case vehicle: return "local_shipping";
        case building: return "business";
        case meter: return "explore";
        case asset: case agent: case shift: case absence: return "layers";
    }
    return {};
}

} // namespace vigie::panels
