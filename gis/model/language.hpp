// Words in the language of the reader: the tables assets/lang/<code>/*.json, French as fallback. Also the French (and
// English) ways of numbers, dates and durations of INTERFACE.md §11: narrow no-break space in numbers, decimal comma,
// clock times with a colon, durations with units. Never touches the C locale. Immutable after loading; any thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
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
    // Every key of this language's own tables, sorted (completeness tests).
    [[nodiscard]] std::vector<std::string> keys() const;

    [[nodiscard]] std::string number(double value, int decimals = 0) const;               // 1 904 · 1,8 · −18
    [[nodiscard]] std::string quantity(double value, int decimals, std::string_view ucum_unit) const;  // 1,8 bar · 82 %
    [[nodiscard]] std::string duration(Seconds value) const;                               // 45 min · 1 h 30 · 3 j
    [[nodiscard]] std::string distance(double metres) const;                               // 18 m · 0,8 km
    // Instants are shown in the commune's zone, named as in the IANA data base.
    [[nodiscard]] std::string clock(Time t, const std::string& zone) const;                // 14:30
    [[nodiscard]] std::string day(Time t, const std::string& zone) const;                  // mar. 24 nov.
    [[nodiscard]] std::string date(Time t, const std::string& zone) const;                 // 24/11/2026
    [[nodiscard]] std::string long_day(Time t, const std::string& zone) const;             // mardi 24 novembre 2026
    // Today: the time alone; yesterday and tomorrow: "hier 16:40"; else the day, with the year when it is another one.
    [[nodiscard]] std::string moment(Time t, Time now, const std::string& zone) const;
    [[nodiscard]] std::string age(Time since, Time now) const;                             // il y a 4 s

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>{}(s); }
    };
    using Entries = std::unordered_map<std::string, std::string, Hash, std::equal_to<>>;
    struct Missing;  // keys that were asked for and are not there, so that references to them stay good

    static Outcome read_folder(const std::filesystem::path& folder, Entries& entries);
    [[nodiscard]] bool french() const { return code_ != "en"; }
    [[nodiscard]] std::string fill(std::string_view pattern, const Text& text, int depth) const;
    [[nodiscard]] std::string placeholder(std::string_view inside, const Text& text, int depth) const;
    [[nodiscard]] std::string argument(std::string_view name, const Text& text, int depth) const;
    [[nodiscard]] bool is_singular(std::string_view number) const;

    std::string code_;
    Entries entries_;
    Entries fallback_;
    std::shared_ptr<Missing> missing_;
};

} // namespace vigie::gis
