#include <catch2/catch_test_macros.hpp>

#include <random>

#include "panels/forms/typed_time.hpp"

using namespace vigie::panels;
using namespace std::chrono;

namespace {
constexpr year_month_day today{year{2026}, November, day{23}};
std::string shown(std::string_view typed) {
    const auto date = date_from_typed(typed, today);
    return date ? typed_date(*date) : "refused";
}
std::string hour(std::string_view typed) {
    const auto clock = clock_from_typed(typed);
    return clock ? typed_clock(*clock) : "refused";
}
} // namespace

TEST_CASE("digits alone type a date") {
    CHECK(shown("2411") == "24/11/2026");
    CHECK(shown("241126") == "24/11/2026");
    CHECK(shown("24112026") == "24/11/2026");
    CHECK(shown("24/11") == "24/11/2026");
    CHECK(shown("1/2/2027") == "01/02/2027");
    CHECK(shown("24.11.2026") == "24/11/2026");
}

TEST_CASE("without a year or a month the nearest date is meant") {
    CHECK(shown("0501") == "05/01/2027");  // six weeks ahead, not ten months back
    CHECK(shown("0111") == "01/11/2026");
    CHECK(shown("24") == "24/11/2026");
    CHECK(shown("1") == "01/12/2026");     // eight days ahead, not twenty-two back
    CHECK(shown("31") == "31/10/2026");    // November has no 31st
}

TEST_CASE("a date that does not exist is refused") {
    for (const char* typed : {"", "3102", "3113", "0000", "123", "12345", "2411202", "24/11/26/1", "demain", "24x11", "99"}) {
        CAPTURE(typed);
        CHECK(shown(typed) == "refused");
    }
    CHECK(shown("290227") == "refused");
    CHECK(shown("290228") == "29/02/2028");
}

TEST_CASE("digits alone type an hour") {
    CHECK(hour("1430") == "14:30");
    CHECK(hour("930") == "09:30");
    CHECK(hour("9") == "09:00");
    CHECK(hour("14") == "14:00");
    CHECK(hour("14:30") == "14:30");
    CHECK(hour("14h30") == "14:30");
    CHECK(hour("14 h 05") == "14:05");
    CHECK(hour("0") == "00:00");
    for (const char* typed : {"", "24", "2400", "1460", "14:3", "14305", "14:30:00", "midi"}) {
        CAPTURE(typed);
        CHECK(hour(typed) == "refused");
    }
}

TEST_CASE("durations are typed as minutes or hours") {
    CHECK(duration_from_typed("45") == minutes{45});
    CHECK(duration_from_typed("1h30") == minutes{90});
    CHECK(duration_from_typed("1 h 30") == minutes{90});
    CHECK(duration_from_typed("90 min") == minutes{90});
    CHECK(duration_from_typed("2h") == minutes{120});
    for (const char* typed : {"", "4", "25h", "1h75", "12 30", "99999", "long"}) {
        CAPTURE(typed);
        CHECK_FALSE(duration_from_typed(typed));
    }
}

TEST_CASE("every date and hour reads back what it shows, in all the ways of typing it") {
    const std::uint32_t seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (int i = 0; i < 2000; ++i) {
        const year_month_day date{sys_days{today} + days{static_cast<int>(random() % 40000) - 9000}};
        if (int(date.year()) < 2000 || int(date.year()) > 2099) continue;
        const std::string text = typed_date(date);
        CAPTURE(text);
        CHECK(date_from_typed(text, today) == date);
        std::string digits;
        for (char c : text)
            if (c != '/') digits += c;
        CHECK(date_from_typed(digits, today) == date);
        CHECK(date_from_typed(digits.substr(0, 4) + digits.substr(6), today) == date);
        const minutes clock{static_cast<int>(random() % (24 * 60))};
        CHECK(clock_from_typed(typed_clock(clock)) == clock);
    }
}

TEST_CASE("no text typed at random makes a date or an hour out of range") {
    const std::uint32_t seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::string_view alphabet = "0123456789/:.- hHmin\xC3";
    for (int i = 0; i < 20000; ++i) {
        std::string typed;
        for (std::size_t n = random() % 12; n > 0; --n) typed += alphabet[random() % alphabet.size()];
        CAPTURE(typed);
        if (const auto date = date_from_typed(typed, today)) CHECK(date->ok());
        if (const auto clock = clock_from_typed(typed)) CHECK((clock->count() >= 0 && clock->count() < 24 * 60));
        if (const auto length = duration_from_typed(typed)) CHECK((length->count() >= 5 && length->count() <= 24 * 60));
    }
}
