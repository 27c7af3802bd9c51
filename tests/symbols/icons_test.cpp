#include <catch2/catch_test_macros.hpp>

#include "render/icons.hpp"
#include "render/utf8.hpp"

using namespace vigie::render;

TEST_CASE("icons of the interface have the code points of the font") {
    // From the codepoints list of Material Design Icons.
    CHECK(icon_codepoint("place") == 0xe55f);
    CHECK(icon_codepoint("build") == 0xe869);
    CHECK(icon_codepoint("local_shipping") == 0xe558);
    CHECK(icon_codepoint("delete_outline") == 0xe92e);
    for (const char* name : {"notifications_active", "settings_input_antenna", "inbox", "storage", "school", "business", "elderly",
                             "opacity", "brush", "nature", "construction", "lightbulb_outline", "traffic", "shield", "whatshot",
                             "grain", "battery_std", "event", "undo", "picture_as_pdf", "drag_indicator", "straighten"}) {
        INFO(name);
        CHECK(icon_codepoint(name) >= 0xe000);
        CHECK(icon_codepoint(name) <= 0xf8ff);
    }
}

TEST_CASE("an unknown icon is zero and no text") {
    CHECK(icon_codepoint("no_such_icon") == 0);
    CHECK(icon_codepoint("") == 0);
    CHECK(icon_utf8("no_such_icon").empty());
    CHECK(icon_utf8("place") == "\xee\x95\x9f");
}

TEST_CASE("UTF-8 goes to code points and back") {
    const std::string text = "Île-d\u2019Œuvre \u00b7 3\u00a0\u20ac \U0001F600";
    std::string back;
    for (const std::uint32_t c : codepoints(text)) append_utf8(back, c);
    CHECK(back == text);
}

TEST_CASE("ill-formed UTF-8 shows replacement characters and never runs past the end") {
    CHECK(codepoints("\xff") == std::vector<std::uint32_t>{0xFFFD});
    CHECK(codepoints("a\xc3") == std::vector<std::uint32_t>{'a', 0xFFFD});
    CHECK(codepoints("\xc0\x80") == std::vector<std::uint32_t>{0xFFFD, 0xFFFD});          // overlong
    CHECK(codepoints("\xed\xa0\x80").front() == 0xFFFD);                                  // surrogate
    CHECK(codepoints("\xe9t\xe9") == std::vector<std::uint32_t>{0xFFFD, 't', 0xFFFD});    // Windows-1252 read as UTF-8
}
