// Work orders: states in the commune's words, questions to the director, putting back to planning, what the work took, its
// pictures, and what it is linked to. Everything undone as one step, journaled, and there again after a restart.
#include <gdal.h>

#include <sqlite3.h>

#include <algorithm>
#include <cmath>

#include "bench_desk.hpp"
#include "gis/layers/photo.hpp"
#include "gis/model/work_cost.hpp"
#include "gis/model/work_states.hpp"
#include "gis/store/asset_history.hpp"
#include "gis/store/inspect.hpp"

using namespace vigie::test;

namespace {

const Actor director{.name = "A. Roux", .post = "DST", .role = Role::director};
const Actor agent{.name = "M. Ferrand", .post = "Voirie A", .role = Role::agent};

// The shipped states, and two of the commune's own folder: one more state, and a transition kept for the director.
Catalog catalog_with(const char* own = "") {
    LoadedCatalog shipped = load_catalog({fs::path(VIGIE_SOURCE_DIR) / "assets/catalog"});
    std::vector<std::pair<std::string, std::string>> files;
    for (const char* name : {"etats_interventions.json", "articles.json", "temps_de_travail.json", "voirie.json"}) {
        std::ifstream in(fs::path(VIGIE_SOURCE_DIR) / "assets/catalog" / name);
        files.emplace_back(name, std::string(std::istreambuf_iterator<char>(in), {}));
    }
    if (*own) files.emplace_back("commune.json", own);
    LoadedCatalog loaded = read_catalog(files);
    for (const Notice& n : loaded.notices)
        if (n.text.key != "catalog.dangling") FAIL(n.text.key << " in " << n.where);
    return std::move(loaded.catalog);
}

struct Bench {
    Folder folder;
    TestClock clock;
    Catalog catalog;
    std::optional<Desk> desk;
    InterventionId id;
    CrewId crew;

    explicit Bench(const char* own = "") : catalog(catalog_with(own)) { reopen(); }
    void reopen() {
        desk.reset();
        DeskOptions o = options_for(folder.file(), clock);
        o.catalog = &catalog;
        desk.emplace(open_desk(std::move(o)));
    }
    Receipt run(const Command& c, const Actor& who = dispatcher) { return must(desk->execute(c, who)); }
    std::string refused(const Command& c, const Actor& who = dispatcher) {
        auto done = desk->execute(c, who);
        return done ? "accepted" : done.error().text.key;
    }
    const Intervention& it() { return *desk->world().find(id); }
    void make(bool assigned) {
        Crew c = crew_named("Voirie A");
        must(desk->accept(batch_of({upsert(c, "c1")})));
        crew = only<Crew>(desk->world()).id;
        command::CreateIntervention create;
        create.intervention.title = "Nid-de-poule";
        create.intervention.place = {2.35, 48.85};
        run(create);
        id = desk->world().interventions().begin()->id;
        if (assigned) run(command::Assign{id, {crew}, clock.t + Minutes{30}, ""});
    }
};

// A JPEG as a camera writes it: turned (EXIF 6), with a place and the owner's name beside the picture.
std::string camera_jpeg(int width, int height) {
    GDALAllRegister();
    GDALDatasetH memory = GDALCreate(GDALGetDriverByName("MEM"), "", width, height, 3, GDT_Byte, nullptr);
    std::vector<std::uint8_t> rows(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (int band = 1; band <= 3; ++band) {  // left half red, right half blue
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) rows[static_cast<std::size_t>(y * width + x)] = (band == 1) == (x < width / 2) && band != 2 ? 230 : 10;
        REQUIRE(GDALRasterIO(GDALGetRasterBand(memory, band), GF_Write, 0, 0, width, height, rows.data(), width, height, GDT_Byte, 0, 0) == CE_None);
    }
    const fs::path file = fs::temp_directory_path() / ("vigie-photo-" + std::to_string(getpid()) + ".jpg");
    GDALClose(GDALCreateCopy(GDALGetDriverByName("JPEG"), file.c_str(), memory, FALSE, nullptr, nullptr, nullptr));
    GDALClose(memory);
    std::ifstream in(file, std::ios::binary);
    std::string jpeg(std::istreambuf_iterator<char>(in), {});
    fs::remove(file);
    const auto u16 = [](unsigned v) { return std::string{static_cast<char>(v >> 8), static_cast<char>(v)}; };
    const auto u32 = [&](unsigned v) { return u16(v >> 16) + u16(v & 0xFFFF); };
    std::string tiff = "MM" + u16(42) + u32(8) + u16(2);
    tiff += u16(0x0112) + u16(3) + u32(1) + u16(6) + u16(0);              // Orientation
    tiff += u16(0x013B) + u16(2) + u32(18) + u32(38);                     // Artist, at 38
    tiff += u32(0) + std::string("Jeanne Durand Pho", 17) + '\0';
    const std::string exif = std::string("Exif\0\0", 6) + tiff;
    return jpeg.substr(0, 2) + "\xFF\xE1" + u16(static_cast<unsigned>(exif.size()) + 2) + exif + jpeg.substr(2);
}

} // namespace

TEST_CASE("a state of the catalogue says a phase in the commune's words, and moves only as the catalogue lets it") {
    Bench b;
    b.make(false);
    CHECK(status_of(b.catalog, b.it())->id == "a_planifier");
    b.run(command::SetInterventionState{b.id, InterventionState::to_plan, "", "attente_devis"});
    CHECK(b.it().state == InterventionState::to_plan);
    CHECK(b.it().status == "attente_devis");
    CHECK(status_of(b.catalog, b.it())->name.fr == "En attente de devis");
    CHECK(b.refused(command::SetInterventionState{b.id, InterventionState::to_plan, "", "attente_dict"}) == "desk.refused.transition");
    CHECK(b.refused(command::SetInterventionState{b.id, InterventionState::to_plan, "", "rien"}) == "desk.refused.status_unknown");
    CHECK(b.refused(command::SetInterventionState{b.id, InterventionState::closed, "", "attente_devis"}) == "desk.refused.status_unknown");
    CHECK(b.refused(command::SetInterventionState{b.id, InterventionState::closed, "", "annulee"}) == "desk.refused.reason");
    CHECK(b.refused(command::SetInterventionState{b.id, InterventionState::closed, "doublon", "annulee"}, agent) == "desk.refused.status_role");
    must(b.desk->undo(dispatcher));
    CHECK(b.it().status.empty());
    must(b.desk->redo(dispatcher));
    CHECK(b.it().status == "attente_devis");
    b.reopen();
    CHECK(b.it().status == "attente_devis");
    b.run(command::Assign{b.id, {b.crew}, b.clock.t + Minutes{30}, ""});  // leaving the phase leaves the state
    CHECK(b.it().status.empty());
    CHECK(b.it().state == InterventionState::assigned);
}

TEST_CASE("who may move an intervention on is data of the commune's folder") {
    Bench b(R"({"intervention_states": [
      {"id": "controlee", "phase": "checked", "name": "Contrôlée", "next": [{"to": "cloturee", "roles": ["director"]}]},
      {"id": "attente_budget", "phase": "to_plan", "name": "En attente de budget", "next": ["a_planifier"]}]})");
    b.make(true);
    for (const auto state : {InterventionState::en_route, InterventionState::on_site, InterventionState::finished})
        b.run(command::SetInterventionState{b.id, state, ""}, agent);
    CHECK(b.refused(command::SetInterventionState{b.id, InterventionState::checked, ""}, agent) == "desk.refused.status_role");
    b.run(command::SetInterventionState{b.id, InterventionState::checked, ""});
    CHECK(b.refused(command::SetInterventionState{b.id, InterventionState::closed, ""}) == "desk.refused.status_role");
    const auto steps = next_steps(b.catalog, b.it(), Role::dispatcher);
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].refusal == MoveRefusal::not_this_role);
    b.run(command::SetInterventionState{b.id, InterventionState::closed, ""}, director);
    CHECK(b.catalog.intervention_state("attente_budget") != nullptr);
}

TEST_CASE("without states in the catalogue the phases move as they always did") {
    Catalog none;
    Intervention i;
    i.state = InterventionState::on_site;
    CHECK(status_of(none, i) == nullptr);
    CHECK(move_refusal(none, i, InterventionState::finished, "", Role::agent) == MoveRefusal::none);
    CHECK(move_refusal(none, i, InterventionState::closed, "", Role::director) == MoveRefusal::cannot_follow);
    CHECK(next_steps(none, i, Role::agent).size() == 4);  // to_plan, en_route, suspended, finished
}

TEST_CASE("a question goes up to the director, keeps the slot, and only the director answers") {
    Bench b;
    b.make(true);
    CHECK(b.refused(command::Escalate{b.id, ""}) == "desk.refused.escalation_reason");
    b.run(command::Escalate{b.id, "dépense à décider"}, agent);
    CHECK(is_escalated(b.it()));
    CHECK(b.it().crews == std::vector<CrewId>{b.crew});
    CHECK(b.it().start);
    CHECK(b.refused(command::Escalate{b.id, "encore"}) == "desk.refused.escalated_already");
    CHECK(b.refused(command::AnswerEscalation{b.id, "oui"}) == "desk.refused.role");
    CHECK(b.refused(command::AnswerEscalation{b.id, ""}, director) == "desk.refused.escalation_answer");
    b.clock.pass(Seconds{3600});
    b.run(command::AnswerEscalation{b.id, "Oui, sur le budget voirie"}, director);
    CHECK_FALSE(is_escalated(b.it()));
    CHECK(b.it().escalations.back().answered_by == "A. Roux");
    must(b.desk->undo(director));
    CHECK(is_escalated(b.it()));
    must(b.desk->redo(director));
    b.reopen();
    REQUIRE(b.it().escalations.size() == 1);
    CHECK(b.it().escalations[0].reason == "dépense à décider");
    CHECK(b.it().escalations[0].by == "M. Ferrand");
    CHECK(b.it().escalations[0].answer == "Oui, sur le budget voirie");
    const auto lines = b.desk->history({EntityKind::intervention, b.id.value}, 10);
    CHECK(std::ranges::count(lines, "escalate", &JournalEntry::gesture) == 1);
    CHECK(std::ranges::count(lines, "answer_escalation", &JournalEntry::gesture) == 1);
    b.run(command::Escalate{b.id, "le riverain refuse"});  // another question, the old one is kept
    CHECK(b.it().escalations.size() == 2);
}

TEST_CASE("putting back to planning lets go of crew and slot; once begun it asks for the reason and keeps what was done") {
    Bench b;
    b.make(true);
    b.run(command::SetInterventionState{b.id, InterventionState::en_route, ""});
    b.run(command::SetInterventionState{b.id, InterventionState::on_site, ""});
    b.run(command::RecordWork{b.id, {{"M. Ferrand", Seconds{1800}, 27}}, {}, {}});
    CHECK(b.refused(command::Unassign{b.id, {}}) == "desk.refused.unassign_reason");
    const Receipt receipt = b.run(command::Unassign{b.id, "équipe appelée ailleurs"});
    CHECK(receipt.summary.key == "gesture.unassign_because");
    CHECK(b.it().state == InterventionState::to_plan);
    CHECK(b.it().crews.empty());
    CHECK_FALSE(b.it().start);
    CHECK(b.it().reason == "équipe appelée ailleurs");
    CHECK(b.it().hours.size() == 1);
    CHECK(b.desk->world().find(b.crew)->current == InterventionId{});
    must(b.desk->undo(dispatcher));
    CHECK(b.it().state == InterventionState::on_site);
    CHECK(b.it().crews == std::vector<CrewId>{b.crew});
    CHECK(b.it().start);
}

TEST_CASE("time, materials and vehicles sum up, are bounded, and keep the rate they were entered at") {
    Bench b;
    b.make(true);
    b.run(command::RecordWork{b.id, {{"M. Ferrand", Seconds{5400}, 27}, {"S. Petit", Seconds{5400}, 27}},
                              {{"Enrobé à froid", "kg", 50, 0.45}}, {{"Fourgon", 12, 0.45, Seconds{3600}, 18}}}, agent);
    const WorkCost cost = cost_of(b.it());
    CHECK(std::abs(cost.labour_eur - 81) < 1e-9);
    CHECK(std::abs(cost.materials_eur - 22.5) < 1e-9);
    CHECK(std::abs(cost.vehicles_eur - (5.4 + 18)) < 1e-9);
    CHECK(std::abs(cost.total_eur() - 126.9) < 1e-9);
    CHECK(cost.worked == Seconds{10800});
    CHECK(b.refused(command::RecordWork{b.id, {{"", Seconds{60}, 1}}, {}, {}}) == "desk.refused.work_name");
    CHECK(b.refused(command::RecordWork{b.id, {{"x", Seconds{-1}, 1}}, {}, {}}) == "desk.refused.work_amount");
    CHECK(b.refused(command::RecordWork{b.id, {}, {{"x", "u", std::nan(""), 1}}, {}}) == "desk.refused.work_amount");
    CHECK(b.refused(command::RecordWork{b.id, {}, {{"x", "u", 1, 1e7}}, {}}) == "desk.refused.work_amount");
    CHECK(b.refused(command::RecordWork{b.id, std::vector<TimeSpent>(201, {"x", Seconds{60}, 1}), {}, {}}) == "desk.refused.work_lines");
    const Intervention before = b.it();
    b.catalog.costs.agent_hour_eur = 99;
    b.reopen();
    CHECK(b.it().hours == before.hours);
    CHECK(b.it().materials == before.materials);
    CHECK(b.it().vehicles == before.vehicles);
    CHECK(std::abs(cost_of(b.it()).total_eur() - 126.9) < 1e-9);
    b.run(command::RecordWork{b.id, {}, {}, {}});
    CHECK(cost_of(b.it()).total_eur() == 0);
    must(b.desk->undo(dispatcher));
    CHECK(std::abs(cost_of(b.it()).total_eur() - 126.9) < 1e-9);
}

TEST_CASE("what is offered to enter is the crew that was there, at the catalogue's rates") {
    Bench b;
    Agent one, two;
    one.name = "M. Ferrand";
    two.name = "S. Petit";
    Vehicle van;
    van.name = "Fourgon V02";
    must(b.desk->accept(batch_of({upsert(one, "a1"), upsert(two, "a2"), upsert(van, "v1")})));
    Crew c = crew_named("Voirie A");
    c.agents = {AgentId{1}, AgentId{2}};
    for (const Agent& a : b.desk->world().agents()) (a.name == one.name ? c.agents[0] : c.agents[1]) = a.id;
    c.vehicle = b.desk->world().vehicles().begin()->id;
    must(b.desk->accept(batch_of({upsert(c, "c1")})));
    b.crew = only<Crew>(b.desk->world()).id;
    b.run(command::AddAbsence{{.id = {}, .origin = {}, .updated_at = {}, .crew = {}, .agent = c.agents[1], .from = b.clock.t - std::chrono::hours{9},
                               .to = b.clock.t + std::chrono::hours{9}, .reason = "Congés"}});
    command::CreateIntervention create;
    create.intervention.title = "Potelet";
    b.run(create);
    b.id = b.desk->world().interventions().begin()->id;
    b.run(command::Assign{b.id, {b.crew}, b.clock.t + Minutes{30}, ""});
    b.run(command::SetInterventionState{b.id, InterventionState::on_site, ""});
    b.clock.pass(Minutes{50});
    b.run(command::SetInterventionState{b.id, InterventionState::finished, ""});
    const WorkLines lines = lines_to_enter(b.desk->world(), b.catalog, b.it());
    REQUIRE(lines.hours.size() == 1);  // the one on leave did not work
    CHECK(lines.hours[0].name == "M. Ferrand");
    CHECK(lines.hours[0].duration == Seconds{3000});
    CHECK(lines.hours[0].hour_eur == b.catalog.costs.agent_hour_eur);
    REQUIRE(lines.vehicles.size() == 1);
    CHECK(lines.vehicles[0].name == "Fourgon V02");
    CHECK(lines.vehicles[0].km_eur == b.catalog.costs.vehicle_km_eur);
}

TEST_CASE("every rate and price of the shipped catalogue says where it comes from") {
    const Catalog c = catalog_with();
    CHECK(c.articles.size() >= 10);
    for (const Article& a : c.articles) {
        INFO(a.id);
        CHECK_FALSE(a.source.empty());
        CHECK(a.eur > 0);
    }
    CHECK_FALSE(c.costs.source.empty());
    CHECK(c.costs.to_verify);
    CHECK(c.costs.vehicle_hour_eur > 0);
}

TEST_CASE("a picture is kept upright, small and without what the camera wrote, and outlives its original") {
    Bench b;
    b.make(true);
    const std::string jpeg = camera_jpeg(2400, 1000);
    REQUIRE(jpeg.find("Jeanne Durand") != std::string::npos);
    const fs::path original = b.folder.path / "IMG_0001.jpg";
    { std::ofstream(original, std::ios::binary) << jpeg; }
    auto kept = keep_picture(original);
    REQUIRE(kept.ok());
    CHECK(kept->height == kept_photo_px);  // turned by a quarter
    CHECK(kept->width == 667);
    CHECK(kept->whole.find("Exif") == std::string::npos);
    CHECK(kept->whole.find("Jeanne") == std::string::npos);
    const auto pixels = decode_picture(kept->whole);
    REQUIRE(pixels.ok());
    const auto red_at = [&](int x, int y) { return pixels->rgba[4 * static_cast<std::size_t>(y * pixels->width + x)]; };
    CHECK(red_at(300, 100) > 180);   // what was left is on top
    CHECK(red_at(300, 1500) < 80);
    const auto small = decode_picture(kept->small);
    REQUIRE(small.ok());
    CHECK(std::max(small->width, small->height) == small_photo_px);
    b.run(command::AddPhoto{b.id, PhotoMoment::before, "Rue haute", std::make_shared<const KeptPicture>(*kept)}, agent);
    CHECK(b.refused(command::AddPhoto{b.id, PhotoMoment::after, "", std::make_shared<const KeptPicture>(*kept)}) == "desk.refused.photo_twice");
    fs::remove(original);
    b.reopen();
    REQUIRE(b.it().photos.size() == 1);
    const std::string id = b.it().photos[0].id;
    CHECK(b.desk->picture(id, false) == kept->whole);
    CHECK(b.desk->picture(id, true) == kept->small);
    CHECK_FALSE(b.desk->picture("ffff", true));
    b.run(command::EditPhoto{b.id, id, PhotoMoment::after, "Terminé"});
    CHECK(b.it().photos[0].moment == PhotoMoment::after);
    b.run(command::RemovePhoto{b.id, id});
    CHECK(b.it().photos.empty());
    b.clock.pass(std::chrono::hours{24} * 40);
    REQUIRE(b.desk->forget_old().ok());
    CHECK(b.desk->picture(id, true));   // can still be undone
    must(b.desk->undo(dispatcher));
    CHECK(b.it().photos.size() == 1);
    must(b.desk->redo(dispatcher));
    b.reopen();                          // nothing to undo any more
    b.clock.pass(std::chrono::hours{24});
    REQUIRE(b.desk->forget_old().ok());
    CHECK_FALSE(b.desk->picture(id, true));
}

TEST_CASE("what is not a picture is refused with what to do") {
    const Folder folder;
    const fs::path file = folder.path / "note.jpg";
    { std::ofstream(file) << "ceci n’est pas une image"; }
    CHECK(keep_picture(file).error().text.key == "photo.not_a_picture");
    CHECK_FALSE(keep_picture(file).error().remedy.empty());
    CHECK(keep_picture(folder.path / "rien.jpg").error().text.key == "photo.unreadable");
    const std::string jpeg = camera_jpeg(64, 48);
    CHECK_FALSE(keep_picture(jpeg.substr(0, 40), "x.jpg").ok());
    { std::ofstream(file) << "<VRTDataset rasterXSize=\"4\" rasterYSize=\"4\"></VRTDataset>"; }  // no format that names other files
    CHECK(keep_picture(file).error().text.key == "photo.not_a_picture");
}

TEST_CASE("an intervention answers several reports, alerts and assets, and one report several interventions") {
    Bench b;
    b.make(true);
    must(b.desk->execute(new_report("Trou"), dispatcher));
    const ReportId report = only<Report>(b.desk->world()).id;
    b.run(command::LinkWork{b.id, {EntityKind::report, report.value}});
    CHECK(b.desk->world().find(report)->state == ReportState::scheduled);
    CHECK(b.refused(command::LinkWork{b.id, {EntityKind::report, report.value}}) == "desk.refused.linked_already");
    command::CreateIntervention second;
    second.intervention.title = "Reprise définitive";
    b.run(second);
    const InterventionId other{std::prev(b.desk->world().interventions().end())->id};
    b.run(command::LinkWork{other, {EntityKind::report, report.value}});
    CHECK(b.desk->world().find(other)->reports == std::vector<ReportId>{report});
    CHECK(b.it().reports == std::vector<ReportId>{report});
    for (const char* code : {"L1", "L2", "L3"}) {
        Asset a;
        a.kind = "candelabre";
        a.code = code;
        a.geometry.type = GeometryType::point;
        a.geometry.points = {{2.35, 48.85}};
        b.run(command::AddAsset{a});
    }
    std::vector<AssetId> lights;
    for (const Asset& a : b.desk->world().assets()) lights.push_back(a.id);
    for (AssetId light : lights) b.run(command::LinkWork{b.id, {EntityKind::asset, light.value}});
    CHECK(b.it().asset == lights[0]);
    CHECK(b.it().more_assets == std::vector<AssetId>{lights[1], lights[2]});
    b.run(command::LinkWork{b.id, {EntityKind::asset, lights[0].value}, false});
    CHECK(b.it().asset == lights[1]);
    CHECK(b.it().more_assets == std::vector<AssetId>{lights[2]});
    b.run(command::DeleteAssets{{lights[2]}});
    CHECK(b.it().more_assets.empty());
    CHECK(b.refused(command::LinkWork{b.id, {EntityKind::crew, b.crew.value}}) == "desk.refused.cannot_link");
    b.run(command::LinkWork{b.id, {EntityKind::report, report.value}, false});
    CHECK(b.it().reports.empty());
    must(b.desk->undo(dispatcher));
    CHECK(b.it().reports == std::vector<ReportId>{report});
    b.reopen();
    CHECK(b.it().asset == lights[1]);
}

TEST_CASE("an asset's history has everything by date and its share of the cost, also with a thousand entries") {
    Bench b;
    b.make(false);
    Asset bridge;
    bridge.kind = "ouvrage_art";
    bridge.code = "OA1";
    bridge.geometry.type = GeometryType::point;
    bridge.geometry.points = {{2.35, 48.85}};
    b.run(command::AddAsset{bridge});
    bridge.code = "OA2";
    b.run(command::AddAsset{bridge});
    const AssetId id = b.desk->world().assets().begin()->id, other = std::prev(b.desk->world().assets().end())->id;
    b.run(command::EditAsset{id, std::nullopt, "Pont Neuf", {}});
    std::vector<Command> many;
    for (int n = 0; n < 1000; ++n) {
        command::CreateReport report = new_report("Signalement " + std::to_string(n));
        report.report.asset = id;
        report.report.received_at = b.clock.t - std::chrono::hours{n};
        many.emplace_back(report);
    }
    must(b.desk->execute(many, dispatcher));
    command::CreateIntervention visit;
    visit.intervention.title = "Visite";
    visit.intervention.kind = "visite_ouvrage";
    visit.intervention.asset = id;
    visit.intervention.more_assets = {other};
    const Receipt made = b.run(visit);
    const InterventionId round{made.created.front().id};
    b.run(command::RecordWork{round, {{"S. Petit", Seconds{7200}, 30}}, {}, {}});
    const AssetHistory history = asset_history(*b.desk, b.catalog, id);
    const auto count = [&](AssetEventKind kind) { return std::ranges::count(history.events, kind, &AssetEvent::kind); };
    CHECK(count(AssetEventKind::report) == 1000);
    CHECK(count(AssetEventKind::inspection) == 1);   // a duty of the catalogue asks for it
    CHECK(count(AssetEventKind::intervention) == 0);
    CHECK(count(AssetEventKind::edit) == 2);          // made, renamed
    CHECK(std::ranges::is_sorted(history.events, [](const AssetEvent& x, const AssetEvent& y) { return x.at > y.at; }));
    CHECK(std::abs(history.cost.total_eur() - 30) < 1e-9);  // half of the round
    CHECK(std::abs(asset_history(*b.desk, b.catalog, other).cost.total_eur() - 30) < 1e-9);
    CHECK(asset_history(*b.desk, b.catalog, AssetId{999999}).events.empty());
}

TEST_CASE("a line of the journal changed behind the program's back is found while the commune is open") {
    Bench b;
    b.make(true);
    b.run(command::Escalate{b.id, "danger"});
    CHECK_FALSE(first_broken_line(b.folder.file()));
    b.desk.reset();
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(b.folder.file().c_str(), &db) == SQLITE_OK);
    REQUIRE(sqlite3_exec(db, "DROP TRIGGER journal_no_update; UPDATE journal SET after=replace(after, 'danger', 'rien') WHERE gesture='escalate'", nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(db);
    b.reopen();
    CHECK(first_broken_line(b.folder.file()) == b.desk->first_broken_link());
    CHECK(first_broken_line(b.folder.file()));
    CHECK_FALSE(first_broken_line(b.folder.path / "nothing"));
}
