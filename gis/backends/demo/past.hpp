// What came before the books: the reports of the months before the first snapshot with what became of them, and the finished
// work behind some of them. A pure function of seed and time, told backwards, the newest first. The town does better year by
// year at keeping clean and at lighting, except in one quartier. Nobody is named.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gis/backends/demo/citizens.hpp"
#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis::demo {

inline constexpr int most_past_months = 120;
// Numbers kept for the past, before those of the books; more than a month brings.
inline constexpr std::uint32_t past_reports_a_month = 700, past_works_a_month = 300;

class Past {
public:
    // How far it has been told: what a restart needs.
    struct Told {
        std::int64_t slot = 0;        // the half hour told last
        std::uint32_t reports = 0, works = 0;
    };
    // From the first day of the calendar month `months` − 1 before that of `books_begin`, up to that instant.
    Past(const DemoCommune& commune, const Catalog& catalog, const Citizens& citizens, std::uint64_t seed, Time books_begin, int months);
    // About `most` changes more; false when there were none left.
    bool tell(std::vector<backend::Change>& out, std::size_t most);
    [[nodiscard]] bool ended() const { return told_.slot <= first_slot_; }
    [[nodiscard]] const Told& told() const { return told_; }
    void go_on(const Told& from) { told_ = from; }

private:
    struct Kept {
        std::string id;
        Report report;
        bool done = false;
    };
    void keep(const CitizenReport& c, std::vector<Kept>& out) const;
    void settle(Kept& k, bool twin, std::uint64_t dice) const;
    void tell(const Kept& k, std::vector<backend::Change>& out);
    [[nodiscard]] double age(Time t) const;  // 0 = the books begin, 1 = the past does
    [[nodiscard]] double how_many(const Report& r) const;
    [[nodiscard]] double pace(const Report& r) const;

    const DemoCommune& commune_;
    const Catalog& catalog_;
    const Citizens& citizens_;
    std::uint64_t seed_;
    Time begin_{}, end_{};
    std::int64_t first_slot_ = 0;
    std::uint32_t report_numbers_ = 0, work_numbers_ = 0;  // those after the past
    Told told_;
    std::vector<std::vector<std::size_t>> doors_;          // of each quartier
    std::string worse_;                                    // the quartier that does not get better
};

} // namespace vigie::gis::demo
