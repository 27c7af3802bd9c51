#include "panels/status.hpp"

namespace vigie::panels {

using render::Glyph;

StatusLook look_of(gis::ReportState state) {
    using enum gis::ReportState;
    switch (state) {
        case received: return {"report.state.received", Outline::circle, Glyph::full, Family::fresh};
        case qualified: return {"report.state.qualified", Outline::circle, Glyph::ringed_dot, Family::fresh};
        case taken: return {"report.state.taken", Outline::circle, Glyph::quarter, Family::active};
        case scheduled: return {"report.state.scheduled", Outline::circle, Glyph::clock, Family::active};
        case in_progress: return {"report.state.in_progress", Outline::circle, Glyph::half, Family::active};
        case service_done: return {"report.state.service_done", Outline::circle, Glyph::tick, Family::done};
        case closed: return {"report.state.closed", Outline::circle, Glyph::hollow_tick, Family::idle};
        case reopened: return {"report.state.reopened", Outline::circle, Glyph::return_arrow, Family::warn};
        case duplicate: return {"report.state.duplicate", Outline::circle, Glyph::two_circles, Family::idle};
        case rejected: return {"report.state.rejected", Outline::circle, Glyph::cross, Family::idle};
        case forwarded: return {"report.state.forwarded", Outline::circle, Glyph::outward_arrow, Family::idle};
    }
    return {};
}

StatusLook look_of(gis::RequestState state) {
    using enum gis::RequestState;
    switch (state) {
        case waiting: return {"request.state.waiting", Outline::sheet, Glyph::full, Family::fresh};
        case to_confirm: return {"request.state.to_confirm", Outline::sheet, Glyph::bang, Family::warn};
        case accepted: return {"request.state.accepted", Outline::sheet, Glyph::tick, Family::done};
        case refused: return {"request.state.refused", Outline::sheet, Glyph::cross, Family::idle};
    }
    return {};
}

StatusLook look_of(gis::InterventionState state) {
    using enum gis::InterventionState;
    switch (state) {
        case draft: return {"intervention.state.draft", Outline::square, Glyph::dashes, Family::idle};
        case to_plan: return {"intervention.state.to_plan", Outline::square, Glyph::hollow, Family::fresh};
        case planned: return {"intervention.state.planned", Outline::square, Glyph::clock, Family::active};
        case assigned: return {"intervention.state.assigned", Outline::square, Glyph::quarter, Family::active};
        case en_route: return {"intervention.state.en_route", Outline::square, Glyph::chevron, Family::active};
        case on_site: return {"intervention.state.on_site", Outline::square, Glyph::full, Family::active};
        case suspended: return {"intervention.state.suspended", Outline::square, Glyph::pause, Family::warn};
        case finished: return {"intervention.state.finished", Outline::square, Glyph::tick, Family::done};
        case checked: return {"intervention.state.checked", Outline::square, Glyph::double_tick, Family::done};
        case closed: return {"intervention.state.closed", Outline::square, Glyph::hollow_tick, Family::idle};
    }
    return {};
}

StatusLook look_of(gis::SensorState state) {
    using enum gis::SensorState;
    switch (state) {
        case normal: return {"sensor.state.normal", Outline::circle, Glyph::ringed_dot, Family::done};
        case watch: return {"sensor.state.watch", Outline::lozenge, Glyph::bang, Family::warn};
        case alarm: return {"sensor.state.alarm", Outline::triangle, Glyph::bang, Family::danger};
        case silent: return {"sensor.state.silent", Outline::circle, Glyph::slash, Family::idle};
        case out_of_service: return {"sensor.state.out_of_service", Outline::square, Glyph::cross, Family::idle};
        case never_seen: return {"sensor.state.never_seen", Outline::circle, Glyph::dashes, Family::idle};
    }
    return {};
}

StatusLook look_of(gis::AlertState state) {
    using enum gis::AlertState;
    switch (state) {
        case raised: return {"alert.state.raised", Outline::triangle, Glyph::bang, Family::danger};
        case taken: return {"alert.state.taken", Outline::triangle, Glyph::hollow_bang, Family::danger};
        case in_intervention: return {"alert.state.in_intervention", Outline::triangle, Glyph::full, Family::active};
        case cleared: return {"alert.state.cleared", Outline::triangle, Glyph::hollow, Family::idle};
    }
    return {};
}

StatusLook look_of(gis::CrewStatus status) {
    using enum gis::CrewStatus;
    switch (status) {
        case available: return {"crew.state.available", Outline::circle, Glyph::full, Family::done};
        case en_route: return {"crew.state.en_route", Outline::circle, Glyph::chevron, Family::active};
        case on_site: return {"crew.state.on_site", Outline::square, Glyph::full, Family::active};
        case on_break: return {"crew.state.on_break", Outline::circle, Glyph::pause, Family::warn};
        case out_of_service: return {"crew.state.out_of_service", Outline::circle, Glyph::cross, Family::idle};
    }
    return {};
}

StatusLook stale_position() { return {"panels.crew_stale", Outline::circle, Glyph::dashes, Family::idle}; }

StatusLook look_of(gis::SourceHealth health) {
    using enum gis::SourceHealth;
    switch (health) {
        case starting: return {"source.state.starting", Outline::circle, Glyph::clock, Family::active};
        case ok: return {"source.state.ok", Outline::circle, Glyph::full, Family::done};
        case late: return {"source.state.late", Outline::lozenge, Glyph::bang, Family::warn};
        case offline: return {"source.state.offline", Outline::triangle, Glyph::bang, Family::danger};
        case queued: return {"source.state.queued", Outline::circle, Glyph::down_arrow, Family::active};
        case paused: return {"source.state.paused", Outline::circle, Glyph::pause, Family::idle};
        case refused: return {"source.state.refused", Outline::square, Glyph::cross, Family::danger};
    }
    return {};
}

StatusLook severity_look(int severity) {
    const Family family = severity <= 1 ? Family::danger : severity <= 3 ? Family::warn : Family::idle;
    return {"panels.severity", Outline::lozenge, Glyph::bang, family};
}

std::string_view kind_key(gis::EntityKind kind) {
    using enum gis::EntityKind;
    switch (kind) {
        case asset: return "panels.kind.asset";
        case sensor: return "panels.kind.sensor";
        case alert: return "panels.kind.alert";
        case report: return "panels.kind.report";
        case request: return "panels.kind.request";
        case intervention: return "panels.kind.intervention";
        case crew: return "panels.kind.crew";
        case agent: return "panels.kind.agent";
        case vehicle: return "panels.kind.vehicle";
        case shift: return "panels.kind.shift";
        case absence: return "panels.kind.absence";
        case building: return "panels.kind.building";
        case meter: return "panels.kind.meter";
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
