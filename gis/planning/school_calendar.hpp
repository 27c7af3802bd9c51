// School holidays of the commune's zone (the catalogue's `school_holidays`), for the head of the board and for work that
// must be done outside of them or during them. Local days; values only, any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/model/catalog.hpp"

namespace vigie::gis {

// The zone of a commune: as it was set ("A" "B" "C"), else of its département by its INSEE code. Empty where neither says:
// Corsica and overseas have calendars of their own, which the catalogue does not hold.
[[nodiscard]] std::string school_zone(const Catalog& catalog, std::string_view set, std::string_view insee);

enum class SchoolTime : std::uint8_t { any, outside, during };
// "outside" "during"; empty = any. Nothing for other words.
[[nodiscard]] std::optional<SchoolTime> read_school_time(std::string_view text);

class SchoolCalendar {
public:
    SchoolCalendar() = default;
    // Of one zone; of an empty zone it is empty.
    [[nodiscard]] static SchoolCalendar of(const Catalog& catalog, std::string_view zone);
    // True where the year is known and the day is a holiday.
    [[nodiscard]] bool holiday(std::chrono::local_days day) const;
    // Where no holiday is known, before the first and after the last, every day will do.
    [[nodiscard]] bool allows(std::chrono::local_days day, SchoolTime when) const;

private:
    struct Span {
        std::chrono::local_days from, back;
    };
    std::vector<Span> spans_;  // by begin
};

struct SchoolRule {
    SchoolCalendar calendar{};
    SchoolTime when = SchoolTime::any;
    [[nodiscard]] bool allows(std::chrono::local_days day) const { return calendar.allows(day, when); }
};

// All holidays on a day: of one zone, or of every zone when it is empty. Pointers into the catalogue.
[[nodiscard]] std::vector<const SchoolHoliday*> school_holidays_on(const Catalog& catalog, std::string_view zone, std::chrono::local_days day);

} // namespace vigie::gis
