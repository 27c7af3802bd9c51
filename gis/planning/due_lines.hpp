// One list by date of everything that is due: the duties of the catalogue at each asset, and the deadlines of open
// interventions. Behind the list « Échéances », the marks on the map and « Créer l'intervention ».
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gis/planning/duties.hpp"

namespace vigie::gis {

inline constexpr std::chrono::weeks due_horizon{12};  // how far ahead the list looks

struct DueLine {
    DueWork work;                // without duty: the deadline of the intervention `work.open`
    bool legal = false, to_verify = false;
    [[nodiscard]] bool overdue(std::chrono::local_days today) const { return work.overdue(today); }
    // Names the same line from day to day: duty and asset, or the intervention.
    bool operator==(const DueLine& other) const {
        return work.duty == other.work.duty && work.asset == other.work.asset && (work.duty || work.open == other.work.open);
    }
};

// Kept from frame to frame: made again when assets, interventions, the catalogue or the day change. One thread at a time.
class DueBook {
public:
    // True when the lines were made again. Local days of `zone`.
    bool sync(const World& world, const Catalog& catalog, const std::string& zone, Time now, const std::string& school = {});
    [[nodiscard]] const std::vector<DueLine>& lines() const { return lines_; }  // by date, undated last
    [[nodiscard]] const std::vector<Notice>& notices() const { return notices_; }
    [[nodiscard]] std::chrono::local_days today() const { return today_; }
    [[nodiscard]] std::uint64_t made() const { return made_; }  // how often: changes with the lines

private:
    std::vector<DueLine> lines_;
    std::vector<Notice> notices_;
    std::chrono::local_days today_{};
    std::string zone_, school_;
    const void* duties_ = nullptr;
    std::uint64_t assets_ = ~0ull, interventions_ = ~0ull, made_ = 0;
};

// Words and place of a line. The domain is empty where the catalogue knows none.
[[nodiscard]] std::string due_title(const DueLine& line, const World& world, const Catalog& catalog, const std::string& language);
[[nodiscard]] std::string due_place(const DueLine& line, const World& world);
[[nodiscard]] std::string due_domain(const DueLine& line, const World& world, const Catalog& catalog);
[[nodiscard]] std::string due_icon(const DueLine& line, const World& world, const Catalog& catalog);

} // namespace vigie::gis
