#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cmath>
#include <set>
#include <string>

#include "render/state_glyphs.hpp"

using namespace vigie::render;

namespace {

constexpr std::array outlines{Outline::circle, Outline::square, Outline::triangle, Outline::lozenge, Outline::sheet,
                              Outline::dashed_circle};
constexpr int glyph_count = static_cast<int>(Glyph::down_arrow) + 1;

// Everything that changes the picture, to tell two glyphs apart.
std::string fingerprint(const GlyphCommands& commands) {
    std::string out;
    for (const GlyphCommand& c : commands) {
        out += std::to_string(static_cast<int>(c.kind)) + "/" + std::to_string(static_cast<int>(c.ink)) + "/" +
               std::to_string(c.centre.x) + "," + std::to_string(c.radius) + "," + std::to_string(c.from) + "," +
               std::to_string(c.to) + ";";
        for (const GlyphPoint p : c.path()) out += std::to_string(p.x) + " " + std::to_string(p.y) + ";";
    }
    return out;
}

bool inside(const GlyphCommand& c) {
    const float half = c.width / 2;
    const auto ok = [half](float v) { return v - half >= -0.05f && v + half <= 16.05f; };
    if (c.kind == GlyphCommand::Kind::disc || c.kind == GlyphCommand::Kind::pie || c.kind == GlyphCommand::Kind::arc)
        return ok(c.centre.x - c.radius) && ok(c.centre.x + c.radius) && ok(c.centre.y - c.radius) && ok(c.centre.y + c.radius);
    for (const GlyphPoint p : c.path())
        if (!ok(p.x) || !ok(p.y)) return false;
    return c.count > 0;
}

} // namespace

TEST_CASE("every state glyph stays inside its 16-unit box") {
    for (const Outline outline : outlines)
        for (int g = 1; g < glyph_count; ++g) {
            INFO("outline " << static_cast<int>(outline) << " glyph " << g);
            const GlyphCommands commands = state_glyph(outline, static_cast<Glyph>(g));
            CHECK(commands.size() > 0);
            CHECK(commands.size() < 20);
            for (const GlyphCommand& c : commands) CHECK(inside(c));
        }
}

TEST_CASE("no two states of one outline share a picture") {
    for (const Outline outline : {Outline::circle, Outline::square, Outline::triangle, Outline::lozenge, Outline::sheet}) {
        std::set<std::string> seen;
        for (int g = 1; g < glyph_count; ++g) {
            INFO("outline " << static_cast<int>(outline) << " glyph " << g);
            CHECK(seen.insert(fingerprint(state_glyph(outline, static_cast<Glyph>(g)))).second);
        }
    }
}

TEST_CASE("marks on full shapes use the ink that reads on them, hollow ones the family colour") {
    for (int g = 1; g < glyph_count; ++g) {
        const Glyph glyph = static_cast<Glyph>(g);
        INFO("glyph " << g);
        for (const GlyphCommand& c : state_mark(Outline::circle, glyph)) {
            if (is_full(glyph)) CHECK(c.ink == Ink::on);
            else CHECK(c.ink != Ink::on);
        }
    }
}

TEST_CASE("nothing is drawn for no glyph") { CHECK(state_glyph(Outline::circle, Glyph::none).size() == 0); }
