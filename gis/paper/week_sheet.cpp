#include "gis/paper/week_sheet.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"
#include "gis/paper/pdf_canvas.hpp"
#include "gis/paper/sheet_content.hpp"
#include "gis/planning/crew_days.hpp"

namespace vigie::gis {

namespace {

constexpr double a3_width = 1190.551, a3_height = 841.89;  // pt, lying
constexpr double left = 34, right = a3_width - 34, top = 30, bottom = a3_height - 36;
constexpr double crew_width = 124, head_height = 30, pad = 5, between = 4, least_row = 40;
constexpr std::size_t week_days = 7, working_days = 5;

const TextStyle name_style{.size = 10.5, .strong = true, .color = inks::strong}, small{.size = 7.4, .color = inks::weak}, work{.size = 8.2, .strong = true, .color = inks::strong},
    where{.size = 7.6}, off_style{.size = 8, .color = inks::weak}, warn_style{.size = 8, .strong = true, .color = inks::danger};

TextStyle within(TextStyle style, double width, int lines = 0) {
    style.width = width;
    style.lines = lines;
    return style;
}

struct Visit {
    std::string when, what, place;
    bool is_done = false;
};
struct Cell {
    std::vector<std::string> warnings;  // absences
    std::vector<Visit> visits;
    bool works = false;
};
struct Row {
    std::string crew, load;
    std::array<Cell, week_days> cells;
};

bool overlaps(Time a_from, Time a_to, Time b_from, Time b_to) { return a_from < b_to && b_from < a_to; }

class Week {
public:
    Week(PdfCanvas& canvas, const World& world, const Language& language, const WeekSheetOptions& options)
        : c_(canvas), world_(world), language_(language), o_(options), days_(CrewDays::build(world)) {
        for (std::size_t d = 0; d <= week_days; ++d) begins_[d] = instant(o_.monday + std::chrono::days(d), Seconds{0}, o_.zone);
    }

    void add(const Crew& crew) {
        Row row{.crew = crew.name, .load = {}, .cells = {}};
        Seconds available{0}, planned{0};
        for (std::size_t d = 0; d < week_days; ++d) {
            Cell& cell = row.cells[d];
            for (const ShiftSpan& s : days_.shifts(crew.id))
                if (s.start >= begins_[d] && s.start < begins_[d + 1]) {
                    cell.works = true;
                    available += std::chrono::duration_cast<Seconds>(s.end - s.start) - (s.has_lunch ? s.lunch : Seconds{0});
                }
            cell.warnings = absences(crew, d);
            for (const PlannedVisit& v : days_.visits(crew.id))
                if (v.start >= begins_[d] && v.start < begins_[d + 1]) {
                    cell.visits.push_back(visit_of(v));
                    planned += std::chrono::duration_cast<Seconds>(v.end - v.start);
                }
            visits_ += cell.visits.size();
            shown_[d] = shown_[d] || d < working_days || cell.works || !cell.visits.empty();
        }
        row.load = language_({"paper.week.load", {{"planned", hours(planned)}, {"available", hours(available)}}});
        rows_.push_back(std::move(row));
    }

    void draw() {
        columns_ = static_cast<std::size_t>(std::ranges::count(shown_, true));
        column_width_ = (right - left - crew_width) / static_cast<double>(columns_);
        std::vector<double> heights;
        std::vector<std::size_t> begins{0};  // first rows of pages
        double y = head();
        for (const Row& row : rows_) {
            heights.push_back(std::clamp(height_of(row), least_row, bottom - body_top_));
            if (y + heights.back() > bottom && y > body_top_) {
                begins.push_back(heights.size() - 1);
                y = body_top_;
            }
            y += heights.back();
        }
        for (std::size_t page = 0; page < begins.size(); ++page) {
            if (page > 0) c_.next_page();
            y = page > 0 ? head() : body_top_;
            for (std::size_t i = begins[page]; i < (page + 1 < begins.size() ? begins[page + 1] : rows_.size()); ++i) {
                draw_row(rows_[i], y, heights[i]);
                y += heights[i];
            }
            foot(page + 1, begins.size());
        }
    }
    [[nodiscard]] std::size_t visits() const { return visits_; }

private:
    [[nodiscard]] std::string hours(Seconds time) const {
        const double h = static_cast<double>(time.count()) / 3600;
        return language_.number(h, std::abs(h - std::round(h)) < 0.05 ? 0 : 1);
    }
    [[nodiscard]] double column_x(std::size_t day) const {
        double x = left + crew_width;
        for (std::size_t d = 0; d < day; ++d) x += shown_[d] ? column_width_ : 0;
        return x;
    }
    [[nodiscard]] Visit visit_of(const PlannedVisit& v) const {
        const Intervention* what = world_.find(v.id);
        Visit out{.when = language_.clock(v.start, o_.zone) + "–" + language_.clock(v.end, o_.zone), .what = {}, .place = {}};
        if (!what) return out;
        out.what = number_label(EntityKind::intervention, what->number) + " · " + what->title + (what->regulatory ? " · " + language_("paper.regulatory") : "");
        out.place = what->address.empty() ? what->quartier : what->address;
        std::string others;
        if (what->crews.size() > 1) {
            for (const CrewId id : what->crews)
                if (const Crew* crew = world_.find(id)) others += (others.empty() ? "" : " + ") + crew->name;
            out.place += (out.place.empty() ? "" : " · ") + others;
        }
        out.is_done = what->state >= InterventionState::finished;
        return out;
    }
    // Of the whole crew with the reason, of its people by how many.
    [[nodiscard]] std::vector<std::string> absences(const Crew& crew, std::size_t d) const {
        std::vector<std::string> out;
        std::size_t people = 0;
        for (const AbsenceSpan& a : days_.absences(crew.id)) {
            if (!overlaps(a.from, a.to, begins_[d], begins_[d + 1])) continue;
            const Absence* absence = world_.find(a.id);
            if (a.agent) ++people;
            else {
                const std::string reason = absence && !absence->reason.empty() ? absence->reason : language_("paper.reason_unsaid");
                const bool whole = a.from <= begins_[d] && a.to >= begins_[d + 1];
                const auto clock = [&](Time t) { return language_.clock(std::clamp(t, begins_[d], begins_[d + 1]), o_.zone); };
                out.push_back(whole ? language_({"paper.week.absent", {{"reason", reason}}}) : language_({"paper.crew_absent", {{"from", clock(a.from)}, {"to", clock(a.to)}, {"reason", reason}}}));
            }
        }
        if (people > 0) out.push_back(language_({"paper.week.people_absent", {{"n", std::to_string(people)}}}));
        return out;
    }

    double head() {
        c_.text(left, top, o_.commune, {.size = 9.5, .strong = true, .color = inks::accent});
        const IsoWeek week = iso_week(o_.monday);
        const Time last = instant(o_.monday + std::chrono::days{6}, Seconds{43'200}, o_.zone);
        const std::string title = language_({"paper.week.title", {{"week", std::to_string(week.week)}, {"from", language_.long_day(begins_[0], o_.zone)}, {"to", language_.long_day(last, o_.zone)}}});
        double y = top + 14;
        y += c_.text(left, y, title, within({.size = 19, .strong = true, .color = inks::strong}, right - left, 1)) + 5;
        c_.fill({left, y, right - left, 2}, inks::accent);
        y += 7;
        c_.fill({left, y, right - left, head_height}, inks::veil);
        c_.text(left + pad, y + 9, language_("paper.week.crew"), {.size = 9, .strong = true, .color = inks::strong});
        for (std::size_t d = 0; d < week_days; ++d) {
            if (!shown_[d]) continue;
            const double x = column_x(d) + pad;
            const auto holiday = public_holiday(o_.monday + std::chrono::days(d), o_.region);
            c_.text(x, y + (holiday ? 3 : 9), language_.day(begins_[d], o_.zone), within({.size = 9, .strong = true, .color = inks::strong}, column_width_ - 2 * pad, 1));
            if (holiday) c_.text(x, y + 16, language_(holiday->name), within({.size = 7.6, .strong = true, .color = inks::warn}, column_width_ - 2 * pad, 1));
        }
        return body_top_ = y + head_height;
    }

    // Drawn, or only measured. Visits for which there is no room are counted in the last line.
    double cell(const Cell& cell, std::size_t d, double x, double y, double limit, bool draws) {
        const double width = column_width_ - 2 * pad, begin = y;
        const auto put = [&](std::string_view words, const TextStyle& style) {
            const double height = c_.measure(words, style).height;
            if (draws) c_.text(x, y, words, style);
            y += height;
        };
        y += pad;
        for (const std::string& warning : cell.warnings) put(warning, within(warn_style, width, 2));
        if (!cell.warnings.empty()) y += between;
        if (!cell.works && cell.visits.empty() && cell.warnings.empty() && !public_holiday(o_.monday + std::chrono::days(d), o_.region)) put(language_("paper.week.off"), within(off_style, width, 1));
        const double more_height = c_.measure("0", small).height;
        for (std::size_t i = 0; i < cell.visits.size(); ++i) {
            const Visit& v = cell.visits[i];
            const TextStyle what = within(work, width, 2), place = within(where, width, 2);
            const double height = c_.measure(v.when, small).height + c_.measure(v.what, what).height + (v.place.empty() ? 0 : c_.measure(v.place, place).height) + between;
            if (y + height + (i + 1 < cell.visits.size() ? more_height : 0) > limit) {
                put(language_({"paper.week.more", {{"n", std::to_string(cell.visits.size() - i)}}}), within(small, width, 1));
                break;
            }
            put(v.is_done ? v.when + " · " + language_("paper.done") : v.when, within(small, width, 1));
            put(v.what, what);
            if (!v.place.empty()) put(v.place, place);
            y += between;
        }
        return y + pad - begin;
    }
    // No row is taller than a page.
    double height_of(const Row& row) {
        double most = 0;
        for (std::size_t d = 0; d < week_days; ++d)
            if (shown_[d]) most = std::max(most, cell(row.cells[d], d, 0, body_top_, bottom, false));
        return most;
    }
    void draw_row(const Row& row, double y, double height) {
        const double name_height = c_.text(left + pad, y + pad, row.crew, within(name_style, crew_width - 2 * pad, 2));
        c_.text(left + pad, y + pad + name_height + 2, row.load, within(small, crew_width - 2 * pad, 2));
        for (std::size_t d = 0; d < week_days; ++d) {
            if (!shown_[d]) continue;
            const double x = column_x(d);
            const Cell& one = row.cells[d];
            if (!one.works && one.visits.empty()) c_.fill({x, y, column_width_, height}, inks::veil);
            c_.line(x, y, x, y + height, inks::line);
            cell(one, d, x + pad, y, y + height + 0.5, true);
        }
        c_.line(left, y + height, right, y + height, inks::line);
    }
    void foot(std::size_t page, std::size_t pages) {
        std::size_t to_plan = 0;
        for (const Intervention& what : world_.interventions()) to_plan += what.state == InterventionState::to_plan;
        c_.text(left, bottom + 8, language_({"paper.week.printed", {{"commune", o_.commune}, {"date", language_.date(o_.now, o_.zone)}, {"time", language_.clock(o_.now, o_.zone)}}}) + " · " + language_({"paper.week.to_plan", {{"n", std::to_string(to_plan)}}}),
                within(small, right - left - 60, 1));
        if (pages > 1) c_.text(right, bottom + 8, fmt::format("{} / {}", page, pages), {.size = small.size, .color = small.color, .align = Align::right});
    }

    PdfCanvas& c_;
    const World& world_;
    const Language& language_;
    const WeekSheetOptions& o_;
    CrewDays days_;
    std::array<Time, week_days + 1> begins_{};
    std::array<bool, week_days> shown_{};
    std::vector<Row> rows_;
    std::size_t columns_ = working_days, visits_ = 0;
    double column_width_ = 0, body_top_ = 0;
};

} // namespace

Result<WeekSheet> week_sheet(const World& world, const Language& language, const WeekSheetOptions& options) {
    const auto crews = crews_to_print(world, options.crews);
    if (!crews) return crews.error();
    PdfCanvas canvas(a3_width, a3_height, language.code());
    canvas.describe(language({"paper.week.title_of", {{"week", std::to_string(iso_week(options.monday).week)}, {"commune", options.commune}}}), options.commune, options.now);
    Week week(canvas, world, language, options);
    for (const Crew* crew : *crews) week.add(*crew);
    week.draw();
    WeekSheet out{.pdf = {}, .crews = crews->size(), .pages = canvas.pages(), .visits = week.visits()};
    auto pdf = canvas.finish();
    if (!pdf) return pdf.error();
    out.pdf = std::move(pdf).value();
    return out;
}

} // namespace vigie::gis
