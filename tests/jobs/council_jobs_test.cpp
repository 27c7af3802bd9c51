// What is asked of a mayor in a meeting, each job from its first gesture to its end.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <fstream>

#include <cairo.h>

#include "gis/layers/photo.hpp"
#include "tests/jobs/person.hpp"

using namespace vigie;
using test::moment;
using test::Person;

namespace {

constexpr const char* meeting = "2026-11-24T18:30:00Z";

const gis::CouncilPicture* shown(Person& p, const std::function<bool(const gis::CouncilPicture&)>& as) {
    const bool there = p.until([&] { return p.session().council() && as(*p.session().council()); });
    return there ? p.session().council() : nullptr;
}

const gis::Tile* tile(const gis::CouncilPicture& picture, std::string_view id) {
    const auto found = std::ranges::find(picture.tiles, id, &gis::Tile::id);
    return found == picture.tiles.end() ? nullptr : &*found;
}

// A drawing of a street, before and after: what a crew's telephone would have taken.
std::shared_ptr<const gis::KeptPicture> street(const std::filesystem::path& folder, bool mended, int which) {
    cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 800, 500);
    cairo_t* c = cairo_create(surface);
    const auto box = [&](double r, double g, double b, double x, double y, double w, double h) {
        cairo_set_source_rgb(c, r, g, b);
        cairo_rectangle(c, x, y, w, h);
        cairo_fill(c);
    };
    box(0.74, 0.80, 0.83, 0, 0, 800, 500);
    for (int i = 0; i < 3; ++i) box(0.62 - 0.03 * which, 0.57, 0.52, 20 + 270 * i, 60 + 30 * ((i + which) % 3), 230, 340);
    box(0.5, 0.5, 0.51, 0, 400, 800, 100);
    if (!mended) box(0.2, 0.22, 0.24, 300 + 60 * which, 330, 150, 70);
    cairo_destroy(c);
    const auto file = folder / ("rue-" + std::to_string(which) + (mended ? "-apres.png" : "-avant.png"));
    cairo_surface_write_to_png(surface, file.c_str());
    cairo_surface_destroy(surface);
    auto kept = gis::keep_picture(file);
    REQUIRE(kept.ok());
    return std::make_shared<const gis::KeptPicture>(std::move(kept).value());
}

// Three jobs of this month with a picture from before and one from after.
void take_pictures(app::Session& session) {
    const auto folder = std::filesystem::temp_directory_path();
    const gis::Time now = session.now();
    int taken = 0;
    for (const gis::Intervention& i : session.world().interventions()) {
        if (taken == 3) break;
        if (!i.actual_end || now - *i.actual_end > std::chrono::hours{24 * 20}) continue;
        const gis::Actor crew{"M. Roux", "voirie", gis::Role::dispatcher};
        for (const auto when : {gis::PhotoMoment::before, gis::PhotoMoment::after})
            REQUIRE(session.execute({gis::command::AddPhoto{i.id, when, "", street(folder, when == gis::PhotoMoment::after, taken)}}, crew).ok());
        ++taken;
    }
    REQUIRE(taken == 3);
}

} // namespace

TEST_CASE("« Et dans mon quartier, cette année ? » is answered in two clicks, and shows nobody") {
    Person p(moment(meeting), {}, {}, app::DemoPast::first);
    p.press(ImGuiKey_F, true, true);
    REQUIRE(shown(p, [](const gis::CouncilPicture& c) { return !c.quartiers.empty() && c.years.size() > 1; }));
    p.frames(20);
    p.shot("council-1-town");
    const int before = p.gestures();
    p.click("council.quartier");
    p.decide();
    p.click("council.quartier.2");
    CHECK(p.gestures() - before == 2);
    const std::string quartier = p.session().council()->quartiers[1];
    const auto* answer = shown(p, [&](const gis::CouncilPicture& c) { return c.ask.quartier == quartier; });
    REQUIRE(answer);
    p.frames(40);
    p.shot("council-2-quartier");
    CHECK(answer->ask.year == 2026);
    const gis::Tile* reports = tile(*answer, "signalements");
    REQUIRE(reports);
    REQUIRE(reports->value);
    // As counted by hand: those received in this quartier since New Year, doubles and what is not the commune's business apart.
    const auto own = std::ranges::count_if(p.world().reports(), [&](const gis::Report& r) {
        const bool told = r.state != gis::ReportState::duplicate && r.state != gis::ReportState::rejected && r.state != gis::ReportState::forwarded;
        return told && r.quartier == quartier && r.received_at >= moment("2025-12-31T23:00:00Z") && r.received_at <= answer->frozen_at;
    });
    CHECK(*reports->value == double(own));
    CHECK(own > 100);
    p.done("in my quartier, this year", 10);
    p.press(ImGuiKey_RightArrow);
    p.press(ImGuiKey_RightArrow);
    const auto* third = shown(p, [](const gis::CouncilPicture& c) { return c.ask.scene == 2; });
    REQUIRE(third);
    p.frames(60);
    p.shot("council-3-map");
    CHECK_FALSE(third->blocks.empty());
    CHECK(third->blocks.size() <= gis::most_blocks);
}

TEST_CASE("the month is shown: eight figures, three pictures before and after, one saving proven in euros") {
    Person p(moment(meeting), {}, take_pictures, app::DemoPast::first);
    p.press(ImGuiKey_F, true, true);
    const auto* first = shown(p, [](const gis::CouncilPicture& c) { return !c.scenes.empty(); });
    REQUIRE(first);
    const auto month = std::ranges::find(first->scenes, "mois", &gis::Scene::id);
    REQUIRE(month != first->scenes.end());
    const auto at = static_cast<std::size_t>(month - first->scenes.begin());
    p.decide();
    for (std::size_t i = 0; i < at; ++i) p.press(ImGuiKey_RightArrow);
    const auto* picture = shown(p, [&](const gis::CouncilPicture& c) { return c.ask.scene == at && tile(c, "economies") && tile(c, "economies")->value; });
    REQUIRE(picture);
    p.frames(40);
    p.shot("month-1-figures");
    CHECK(picture->tiles.size() == 8);
    CHECK(*tile(*picture, "economies")->value > 0);
    REQUIRE(picture->pairs.size() >= 3);
    for (const gis::PhotoPair& pair : picture->pairs) CHECK(pair.before_at <= pair.after_at);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto* pair = p.begins_with("council.pair." + std::to_string(i));
        if (!pair) break;  // the others come behind the first
        p.click("council.pair." + std::to_string(i));
        p.frames(10);
        p.shot("month-2-pair-" + std::to_string(i));
        p.press(ImGuiKey_Escape);
    }
    CHECK(p.view().projecting);
    p.done("show the month", 60);
}
