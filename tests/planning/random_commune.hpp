// Communes drawn at random, with every constraint work can have, and what tests of proposals do with them.
#pragma once

#include <catch2/catch_test_macros.hpp>

#include <random>
#include <string>
#include <vector>

#include "gis/model/language.hpp"
#include "small_commune.hpp"

namespace small_commune {

struct Dice {
    std::mt19937 rng;
    int below(int n) { return static_cast<int>(rng() % static_cast<unsigned>(n)); }
    bool one_in(int n) { return below(n) == 0; }
};

// Crews, absences and work with every kind of constraint; nothing planned yet.
inline Commune random_commune(Dice& d, int crews, int jobs) {
    Commune c;
    const std::vector<std::string> skills{"BR", "AIPR", "CACES"};
    const auto place = [&] { return LonLat{2.0 + d.below(80) * 0.001, 43.0 + d.below(80) * 0.001}; };
    const LonLat depot = place();
    for (int k = 0; k < crews; ++k) {
        std::vector<AgentId> agents;
        for (int a = 1 + d.below(3); a > 0; --a) {
            std::vector<Skill> held;
            for (const auto& s : skills)
                if (d.below(2)) held.push_back({s, d.one_in(4) ? MaybeTime(at(d.below(5), 12)) : std::nullopt});
            agents.push_back(c.agent("A" + std::to_string(c.next), held));
            if (d.one_in(8)) {
                Absence away;
                away.agent = agents.back();
                away.from = at(d.below(5), 8 + d.below(4));
                away.to = away.from + std::chrono::hours{2 + d.below(30)};
                c.put(away);
            }
        }
        std::vector<std::string> equipment;
        if (d.below(2)) equipment = {"nacelle"};
        const auto crew = c.crew("E" + std::to_string(k), agents, equipment, d.one_in(5) ? LonLat{} : depot);
        for (int day = 0; day < 5; ++day)
            if (!d.one_in(8)) c.shift(crew, day, 7 + d.below(3), 13 + d.below(5), !d.one_in(4));
        if (d.one_in(5)) {
            Absence away;
            away.crew = crew;
            away.from = at(d.below(5), 8 + d.below(6));
            away.to = away.from + std::chrono::hours{1 + d.below(10)};
            c.put(away);
        }
    }
    std::vector<InterventionId> made;
    for (int i = 0; i < jobs; ++i) {
        auto job = c.job("J" + std::to_string(i), 15 * (1 + d.below(12)), place());
        if (d.one_in(3)) job.skills = {skills[static_cast<std::size_t>(d.below(3))]};
        if (d.one_in(6)) job.equipment = {"nacelle"};
        if (d.one_in(5)) job.people = 2;
        if (d.one_in(8)) job.crews_needed = 2;
        if (d.one_in(4)) job.deadline = at(d.below(5), 12 + d.below(6));
        if (d.one_in(5)) job.windows = {{at(d.below(5), 8), at(d.below(5), 15)}};
        if (!made.empty() && d.one_in(7)) job.after = {made[static_cast<std::size_t>(d.below(static_cast<int>(made.size())))]};
        job.severity = 1 + d.below(6);
        made.push_back(c.put(job));
    }
    return c;
}

inline void adopt(Commune& c, const command::Assign& assign) {
    Intervention what = *c.world.find(assign.intervention);
    what.crews = assign.crews;
    what.start = assign.start;
    what.state = InterventionState::planned;
    c.put(what);
}

inline const Language& french() {
    static const auto loaded = Language::load(VIGIE_SOURCE_DIR "/assets/lang", "fr");
    REQUIRE(loaded);
    return *loaded;
}

} // namespace small_commune
