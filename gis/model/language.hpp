// Words in the language of the reader: tables of assets/lang/<code>.json, French as fallback. Also the French (and
// English) ways of numbers, dates and durations of INTERFACE.md §11: narrow no-break space in numbers, decimal comma,
// clock times with a colon, durations with units. Never touches the C locale. Immutable after loading; any thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gis/model/result.hpp"
#include "gis/model/text.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

class Language {
public:
    // "fr", "en", or "pseudo" (made from French: +40 % length, accents) for layout tests.
    static Result<Language> load(const std::filesystem::path& lang_folder, std::string_view code);

    [[nodiscard]] const std::string& code() const { return code_; }
    // The sentence; the key itself in angle brackets when missing (a test finds those). `{name}` is replaced by the
    // argument of that name; "{n|un objet|{n} objets}" chooses singular/plural by argument n (French: 0 and 1 singular).
    [[nodiscard]] std::string operator()(const Text& text) const;
    // The plain sentence of a key without arguments; a reference that lives as long as the Language.
    [[nodiscard]] const std::string& operator()(std::string_view key) const;
    [[nodiscard]] bool has(std::string_view key) const;

    [[nodiscard]] std::string number(double value, int decimals = 0) const;               // 1 904 · 1,8 · −18
    [[nodiscard]] std::string quantity(double value, int decimals, std::string_view ucum_unit) const;  // 1,8 bar · 82 %
    [[nodiscard]] std::string duration(Seconds value) const;                               // 45 min · 1 h 30 · 3 j
    [[nodiscard]] std::string distance(double metres) const;                               // 18 m · 0,8 km
    // Instants are shown in the commune's zone, named as in the IANA data base.
    [[nodiscard]] std::string clock(Time t, const std::string& zone) const;                // 14:30
    [[nodiscard]] std::string day(Time t, const std::string& zone) const;                  // mar. 24 nov.
    [[nodiscard]] std::string date(Time t, const std::string& zone) const;                 // 24/11/2026
    [[nodiscard]] std::string long_day(Time t, const std::string& zone) const;             // mardi 24 novembre 2026
    // Today: the time alone; yesterday: "hier 16:40"; older: the date.
    [[nodiscard]] std::string moment(Time t, Time now, const std::string& zone) const;
    [[nodiscard]] std::string age(Time since, Time now) const;                             // il y a 4 s

private:
    std::string code_;
    std::unordered_map<std::string, std::string> entries_;
    std::unordered_map<std::string, std::string> fallback_;
};

} // namespace vigie::gis
