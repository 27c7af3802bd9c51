#include "gis/model/work_cost.hpp"

#include <algorithm>

#include "gis/model/words.hpp"

namespace vigie::gis {

namespace {

double hours_of(Seconds duration) { return static_cast<double>(duration.count()) / 3600; }

bool is_absent(const World& world, AgentId agent, CrewId crew, Time from, Time to) {
    return std::ranges::any_of(world.absences(), [&](const Absence& a) {
        return (a.agent == agent || (!a.agent && a.crew == crew)) && a.from <= from && a.to >= to;
    });
}

} // namespace

WorkCost& WorkCost::operator+=(const WorkCost& more) {
    labour_eur += more.labour_eur;
    materials_eur += more.materials_eur;
    vehicles_eur += more.vehicles_eur;
    worked += more.worked;
    km += more.km;
    return *this;
}

double cost_eur(const TimeSpent& line) { return hours_of(line.duration) * line.hour_eur; }
double cost_eur(const MaterialUsed& line) { return line.quantity * line.unit_eur; }
double cost_eur(const VehicleUsed& line) { return line.km * line.km_eur + hours_of(line.duration) * line.hour_eur; }

WorkCost cost_of(const Intervention& i) {
    WorkCost out;
    for (const TimeSpent& line : i.hours) {
        out.labour_eur += cost_eur(line);
        out.worked += line.duration;
    }
    for (const MaterialUsed& line : i.materials) out.materials_eur += cost_eur(line);
    for (const VehicleUsed& line : i.vehicles) {
        out.vehicles_eur += cost_eur(line);
        out.km += line.km;
    }
    return out;
}

WorkLines lines_to_enter(const World& world, const Catalog& catalog, const Intervention& i) {
    WorkLines out{i.hours, i.materials, i.vehicles};
    const Time from = i.actual_start.value_or(i.start.value_or(i.created_at)), to = i.actual_end.value_or(from + i.duration);
    const Seconds spent = i.actual_start && i.actual_end ? std::chrono::duration_cast<Seconds>(*i.actual_end - *i.actual_start) : i.duration;
    for (CrewId id : i.crews) {
        const Crew* crew = world.find(id);
        if (!crew) continue;
        if (i.hours.empty())
            for (AgentId member : crew->agents)
                if (const Agent* agent = world.find(member); agent && !is_absent(world, member, id, from, to))
                    out.hours.push_back({agent->name, spent, catalog.costs.agent_hour_eur});
        if (i.vehicles.empty())
            if (const Vehicle* vehicle = world.find(crew->vehicle))
                out.vehicles.push_back({label(*vehicle), 0, catalog.costs.vehicle_km_eur, Seconds{0}, catalog.costs.vehicle_hour_eur});
    }
    return out;
}

} // namespace vigie::gis
