// An edit in conflict, for tests and pictures: an intervention of a shared source, given to one crew here and to another there.
#pragma once

#include <algorithm>
#include <cstdlib>

#include "tests/ui/stage.hpp"

namespace vigie::ui {

template <class T>
void must(const gis::Result<T>& result) {
    if (!result) std::abort();
}

inline const gis::Actor quarrel_dispatcher{.name = "C. Delmas", .post = "régulation", .role = gis::Role::dispatcher};

struct Quarrel {
    explicit Quarrel(const char* language = "fr") : stage({.language = language}) {
        gis::ChangeBatch batch{"base", {}, "1"};
        const auto add = [&](auto entity, const char* remote_id, std::vector<gis::RemoteLink> links = {}) {
            entity.origin = {"base", remote_id, "1"};
            batch.changes.push_back(gis::Upsert{entity, std::move(links), {}});
        };
        gis::Intervention job;
        job.title = "Réparer le banc";
        gis::Crew mine, theirs;
        mine.name = "Équipe Nord";
        theirs.name = "Équipe Sud";
        add(job, "j");
        add(mine, "n");
        add(theirs, "s");
        must(stage.desk->accept(batch));
        const auto by_name = [&](const char* name) { return std::ranges::find(stage.desk->world().crews(), name, &gis::Crew::name)->id; };
        id = std::ranges::find(stage.desk->world().interventions(), "Réparer le banc", &gis::Intervention::title)->id;
        must(stage.desk->execute(gis::command::Assign{.intervention = id, .crews = {by_name("Équipe Nord")}, .start = stage.clock.now(), .override_reason = "vu"}, quarrel_dispatcher));
        batch.changes.clear();
        job.start = stage.clock.now() + std::chrono::hours(2);
        job.state = gis::InterventionState::assigned;
        add(job, "j", {{"crews", "s"}});
        must(stage.desk->accept(batch));
        const auto item = stage.desk->outbox("base", 1).at(0);
        must(stage.desk->settle(item.id, gis::SettleAs::conflict, "j", "2", "@postgis.conflict.changed"));
        dispute = item.id;
        gis::SourceStatus status;
        status.source = "base";
        status.name = "Base de Valmont";
        stage.sources.push_back(status);
    }
    Stage stage;
    gis::InterventionId id;
    std::uint64_t dispute = 0;
};

} // namespace vigie::ui
