// What a dispatcher does in a day, each job from its first gesture to its end.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "gis/backends/vigie_backend.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/proposal.hpp"
#include "tests/jobs/person.hpp"

using namespace vigie;
using namespace std::chrono_literals;
using test::moment;
using test::Person;

namespace {

// A pressure gauge that falls: what outside says waits here until the source hears it.
struct Gauge {
    std::mutex mutex;
    std::vector<backend::Change> waiting;
};
Gauge& gauge() {
    static Gauge one;
    return one;
}

class GaugeSource : public backend::Backend {
public:
    static constexpr const char* name = "gauge-test";
    static constexpr const char* title = "Télérelève d’essai";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":["sensor"],"writes":[],"live":true,"snapshot":false,"history":false,"area":false})";
    static constexpr const char* config_schema = R"({"type":"object","properties":{}})";
    explicit GaugeSource(backend::Host&) {}
    std::optional<backend::Problem> configure(std::string_view) override { return {}; }
    std::optional<backend::Problem> run(backend::Host& host, std::string_view) override {
        host.state(VIGIE_HEALTH_OK);
        while (!host.cancelled()) {
            std::vector<backend::Change> some;
            {
                const std::lock_guard lock(gauge().mutex);
                some.swap(gauge().waiting);
            }
            if (!some.empty() && !host.push(some)) return {};
            std::this_thread::sleep_for(1ms);
        }
        return {};
    }
};
std::int32_t gauge_main(std::uint32_t abi, vigie_backend* out, vigie_error* error) { return backend::edge::entry<GaugeSource>(abi, out, error); }

void say(backend::Change change) {
    const std::lock_guard lock(gauge().mutex);
    gauge().waiting.push_back(std::move(change));
}
void measure(const char* sensor, gis::Time at, double value) {
    backend::Change c;
    c.op = VIGIE_OP_OBSERVE;
    c.kind = VIGIE_KIND_SENSOR;
    c.id = sensor;
    c.version = "1";
    c.at_ms = gis::ms_since_epoch(at);
    c.value = value;
    say(std::move(c));
}
void introduce(const char* sensor, const std::string& json) {
    backend::Change c;
    c.kind = VIGIE_KIND_SENSOR;
    c.id = sensor;
    c.version = "1";
    c.json = json;
    say(std::move(c));
}

} // namespace

TEST_CASE("a leak alarm at 3:12: it is grouped, the person on call was called, the valves are shown, a crew is under way with its time") {
    Person p(moment("2026-12-02T01:55:00Z"), {gauge_main});  // 02:55, Wednesday
    const gis::Actor director{"D. Serrano", "direction", gis::Role::director};
    gis::OnCallTurn turn;
    turn.level = 0;
    turn.from = moment("2026-11-30T07:00:00Z");
    turn.to = moment("2026-12-07T07:00:00Z");
    turn.name = "S. Marty";
    turn.phone = "01 99 00 00 17";
    REQUIRE(p.session().execute({gis::command::SetOnCallLevels{{{"Exploitation", 15min}, {"Décision", 15min}}, 1, 8h}, gis::command::SetOnCallTurn{turn}}, director).ok());
    const auto main = std::ranges::find(p.world().assets(), "vanne", &gis::Asset::kind);
    REQUIRE(main != p.world().assets().end());
    const auto place = *main->geometry.anchor();
    const auto at = [&](double east) { return fmt::format("[{:.6f},{:.6f}]", place.lon + east, place.lat + 0.0002); };
    REQUIRE(p.session().start_source({"gauge", "Télérelève", "gauge-test", "{}", false, {}}).ok());
    for (const char* name : {"p1", "p2", "p3"})
        introduce(name, fmt::format(R"({{"kind":"pression","name":"Pression {}","place":{}}})", name, at(name[1] == '1' ? 0 : name[1] == '2' ? 0.001 : 0.002)));
    for (int minute = 0; minute <= 17; ++minute) {
        for (const char* name : {"p1", "p2", "p3"}) measure(name, p.session().now(), minute < 5 ? 4.1 : 1.7);
        p.pass(1min);
        p.frames(5);
    }
    const auto ours = [&] {
        std::vector<const gis::Alert*> out;
        for (const auto& a : p.world().alerts())
            if (a.kind == "pression" && a.state != gis::AlertState::cleared) out.push_back(&a);
        return out;
    };
    REQUIRE(p.until([&] { return !ours().empty(); }));
    CHECK(ours().size() == 1);  // three gauges, one incident
    p.shot("leak-1-alarm");
    p.decide();
    p.press(ImGuiKey_V);
    p.frames(10);
    p.shot("leak-2-taken");
    CHECK(ours().front()->state == gis::AlertState::taken);
    p.click("action");  // the map goes there
    p.click("eye.commune:vanne");
    p.frames(20);
    p.shot("leak-3-valves");
    CHECK_FALSE(p.view().hidden_layers.contains("commune:vanne"));
    p.decide();
    p.press(ImGuiKey_1);
    p.type("Astreinte");
    p.shot("leak-4-force");
    p.press(ImGuiKey_Enter);
    p.shot("leak-5-sent");
    const auto sent = ours().front()->intervention;
    REQUIRE(sent);
    const auto* work = p.world().find(sent);
    REQUIRE(work->crews.size() == 1);
    CHECK(*work->start - p.session().now() < 30min);
    p.press(ImGuiKey_K, true);
    p.type("Eau et réseaux");
    p.decide();
    p.click(fmt::format("palette.crew.{}", work->crews.front().value));
    p.click("crew.status.en_route");
    p.frames(5);
    p.shot("leak-6-way");
    CHECK(p.world().find(work->crews.front())->status == gis::CrewStatus::en_route);
    p.done("a leak alarm at 3:12", 60);
}

TEST_CASE("a crew calls in sick: its work goes to others with the smallest change") {
    Person p(moment("2026-12-01T06:05:00Z"));  // 07:05, Tuesday
    const auto crews = p.world().crews().rows();
    const auto ill = std::ranges::find(crews, "Voirie A", &gis::Crew::name);
    REQUIRE(ill != crews.end());
    const gis::CrewId id = ill->id;
    const auto before = p.world().interventions().rows();
    p.press(ImGuiKey_K, true);
    p.type("Voirie A");
    p.decide();
    p.press(ImGuiKey_Enter);
    p.click("crew.absence");
    p.decide();
    p.shot("sick-1-absence");
    p.click("dialog.yes");
    const auto lost = p.displaced(id);
    REQUIRE_FALSE(lost.empty());
    REQUIRE(p.until([&] { return p.find("crew.redistribute") != nullptr; }));
    p.shot("sick-2-crew");
    p.click("crew.redistribute");
    REQUIRE(p.until([&] { return p.session().proposal() && p.find("board.proposal.accept"); }));
    p.shot("sick-3-proposal");
    p.decide(3);
    const gis::Proposal proposal = *p.session().proposal();
    p.click("board.proposal.accept");
    p.shot("sick-4-accepted");
    CHECK(proposal.added.empty());
    CHECK(p.displaced(id).size() == proposal.unplanned.size());
    CHECK(proposal.unplanned.size() < lost.size());
    std::size_t others = 0;
    for (const auto& was : before) {
        const auto* is = p.world().find(was.id);
        REQUIRE(is);
        if (std::ranges::find(lost, was.id) == lost.end() && (is->start != was.start || is->crews != was.crews)) ++others;
    }
    CHECK(others <= 2 * lost.size());
    p.done("a crew calls in sick", 120);
}

TEST_CASE("forty reports after a storm: doubles grouped, danger set, crews sent, every group answered") {
    // Eight signs blown down, each told on the telephone by five people who stand about it.
    constexpr std::size_t signs = 8, told = 5;
    const char* words[told] = {"Panneau couché par le vent sur la chaussée", "Un panneau est tombé, on ne passe plus", "Panneau arraché cette nuit", "Le panneau du carrefour est par terre", "Panneau tombé en travers du trottoir"};
    std::vector<gis::ReportId> all;
    Person p(moment("2026-12-01T09:10:00Z"), {}, [&](app::Session& session) {
        std::vector<gis::LonLat> fallen;
        for (const auto& a : session.world().assets())
            if (a.kind == "arbre") fallen.push_back(*a.geometry.anchor());
        REQUIRE(fallen.size() > signs * 97);
        for (std::size_t i = 0; i < signs * told; ++i) {
            gis::Report r;
            r.category = "panneau_marquage";
            r.channel = "phone";
            r.description = words[i % told];
            r.place = fallen[i / told * 97];
            r.place.lon += 0.00008 * double(i % told);
            auto done = session.execute({gis::command::CreateReport{r, {.name = fmt::format("Appel {}", i), .phone = "01 99 00 00 99", .email = {}}}}, {"C. Delmas", "régulation", gis::Role::dispatcher});
            REQUIRE(done.ok());
            all.push_back(gis::ReportId{done->created.front().id});
        }
    });
    // To the next of them in the list; those of a group are no more among them.
    const auto next = [&](gis::ReportState state) {
        for (int step = 0; step < 120; ++step) {
            p.press(ImGuiKey_J);
            const auto ref = p.view().selection.primary();
            if (ref.kind == gis::EntityKind::report && std::ranges::find(all, gis::ReportId{ref.id}) != all.end() && p.world().find(gis::ReportId{ref.id})->state == state) return true;
        }
        return false;
    };
    const auto in_state = [&](gis::ReportState state) { return std::ranges::count_if(all, [&](gis::ReportId id) { return p.world().find(id)->state == state; }); };
    for (std::size_t group = 0; group < signs; ++group) {
        REQUIRE(next(gis::ReportState::received));
        p.decide();
        p.press(ImGuiKey_M);  // the others are proposed, each with its reason
        if (group == 0) p.shot("storm-1-group");
        p.decide();
        p.press(ImGuiKey_Enter);
        p.press(ImGuiKey_Q);
        p.click("severity.2");
        p.click("dialog.yes");
        p.press(ImGuiKey_I);
    }
    CHECK(in_state(gis::ReportState::duplicate) == signs * (told - 1));
    p.press(ImGuiKey_2, true);
    p.press(ImGuiKey_K, true);
    p.type("proposer la sem");
    p.press(ImGuiKey_Enter);
    REQUIRE(p.until([&] { return p.session().proposal() && p.find("board.proposal.accept"); }));
    p.decide(3);
    p.shot("storm-2-proposal");
    p.press(ImGuiKey_Enter, true);
    const auto sent = static_cast<std::size_t>(in_state(gis::ReportState::scheduled));
    CHECK(sent >= signs - 2);  // what has no place says why
    p.press(ImGuiKey_1, true);
    p.view().selection = {};
    for (std::size_t group = 0; group < sent; ++group) {
        REQUIRE(next(gis::ReportState::scheduled));
        p.press(ImGuiKey_W);
        if (group == 0) p.shot("storm-3-answer");
        p.decide();
        p.click("dialog.yes");
    }
    p.shot("storm-4-done");
    for (const auto id : all) {
        const auto* r = p.world().find(id);
        const auto* kept = r->state == gis::ReportState::duplicate ? p.world().find(r->duplicate_of) : r;
        if (kept->state != gis::ReportState::scheduled) continue;
        const auto lines = p.session().desk().history({gis::EntityKind::report, id.value}, 20);
        CHECK(std::ranges::any_of(lines, [](const gis::JournalEntry& e) { return e.gesture == "answer_reports"; }));
    }
    CHECK(p.displaced().empty());
    p.done("forty reports after a storm", 15 * 60);
}
