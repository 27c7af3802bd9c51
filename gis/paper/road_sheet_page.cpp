#include "gis/paper/road_sheet_page.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "gis/model/zone.hpp"
#include "gis/paper/paper_map.hpp"
#include "gis/paper/qr_mark.hpp"

namespace vigie::gis {

namespace {

constexpr double left = 34, right = a4_width - 34, top = 30, bottom = a4_height - 38, across = right - left;
constexpr double what_x = left + 74, tick_x = right - 104, qr_side = 62, qr_x = tick_x - 8 - qr_side, what_width = qr_x - 8 - what_x;
constexpr double head_height = 16, pad = 6, gap = 2.5;
constexpr double map_height = 232, large_map_height = 330;
constexpr double least_notes = 46, most_notes = 120;
// So that one stop always fits a page of its own.
constexpr int most_description_lines = 22, most_tasks = 18, most_links = 6, most_cautions = 8, most_lines = 3;

const TextStyle label{.size = 6.8, .color = inks::weak}, body{.size = 8.8}, strong{.size = 8.8, .strong = true, .color = inks::strong}, small{.size = 7.4, .color = inks::weak};

TextStyle within(TextStyle style, double width, int lines = 0, Align align = Align::left) {
    style.width = width;
    style.lines = lines;
    style.align = align;
    return style;
}

std::string joined(const std::vector<std::string>& words, std::string_view between = ", ") {
    std::string out;
    for (const std::string& w : words) (out += out.empty() ? std::string_view() : between) += w;
    return out;
}

class Pages {
public:
    Pages(PdfCanvas& canvas, const PaperSource& from, const RoadSheetOptions& options, const SheetContent& content)
        : c_(canvas), from_(from), o_(options), s_(content), day_(from.language.long_day(utc_from_local(LocalTime(options.day), options.zone), options.zone)) {}

    void draw() {
        double y = first_head();
        y = emergency(y);
        y = map(y);
        const std::vector<std::size_t> begins = paginate(y);
        const std::size_t pages = begins.size();
        for (std::size_t page = 0; page < pages; ++page) {
            if (page > 0) {
                c_.next_page();
                y = next_head();
            }
            const std::size_t end = page + 1 < pages ? begins[page + 1] : s_.stops.size();
            if (s_.stops.empty()) y = nothing(y);
            else if (begins[page] < end) y = table_head(y);
            for (std::size_t i = begins[page]; i < end; ++i) y = stop(i, y, true);
            if (page + 1 == pages) notes(y);
            foot(page + 1, pages);
        }
    }

private:
    [[nodiscard]] std::string tr(std::string_view key) const { return from_.language(key); }
    [[nodiscard]] std::string tr(const Text& text) const { return from_.language(text); }
    [[nodiscard]] std::string clock(Time t) const { return from_.language.clock(t, o_.zone); }

    double first_head() {
        c_.text(left, top, o_.commune, {.size = 8.8, .strong = true, .color = inks::accent});
        c_.text(right, top, tr("paper.road_sheet"), {.size = 8.8, .color = inks::weak, .align = Align::right});
        double y = top + 13;
        const TextStyle name = within({.size = 20, .strong = true, .color = inks::strong}, across - 232, 2);
        const double height = c_.text(left, y, s_.crew_name, name);
        const TextStyle day = within({.size = 12.5, .strong = true, .color = inks::strong}, 226, 2, Align::right);
        c_.text(right - 226, y + height - c_.measure(day_, day).height - 2.5, day_, day);
        y += height + 3;
        c_.fill({left, y, across, 2}, inks::accent);
        return facts(y + 8);
    }

    double fact(double x, double y, double width, std::string_view key, const std::string& value, bool bold = false) {
        if (value.empty()) return 0;
        const double h = c_.text(x, y, tr(key), label);
        return h + c_.text(x, y + h, value, within(bold ? strong : body, width, 4)) + 4;
    }

    double facts(double y) {
        const double third = (across - 24) / 3;
        const std::string crew = joined(s_.people) + (s_.leader_phone.empty() ? "" : " · " + s_.leader_phone);
        double row = std::max(fact(left, y, 2 * third + 12, "paper.people", crew), fact(left + 2 * third + 24, y, third, "paper.vehicle", s_.vehicle));
        y += row;
        row = fact(left, y, third, "paper.hours", s_.hours.empty() ? tr("paper.no_shift") : joined(s_.hours), true);
        row = std::max(row, fact(left + third + 12, y, third, "paper.lunch", s_.lunch));
        if (s_.back_at) row = std::max(row, fact(left + 2 * third + 24, y, third, "paper.back", clock(*s_.back_at)));
        y += row;
        if (!s_.stops.empty())
            y += fact(left, y, across, "paper.tour",
                      tr({"paper.tour_sum", {{"n", std::to_string(s_.stops.size())}, {"way", from_.language.distance(s_.way_m)}, {"time", from_.language.duration(s_.travel)}}}), true);
        y += fact(left, y, across, "paper.equipment", joined(s_.equipment));
        for (const std::string& absence : s_.absences) y += c_.text(left, y, absence, within({.size = 8.8, .strong = true, .color = inks::danger}, across)) + 2;
        return y + 2;
    }

    double emergency(double y) {
        if (!s_.urgent_numbers) return y;
        const TextStyle style = within({.size = 8.4, .strong = true, .color = inks::danger}, across - 16);
        const std::string words = tr("paper.emergency");
        const double height = c_.measure(words, style).height + 7;
        c_.fill({left, y, across, height}, inks::danger_veil, 3);
        c_.text(left + 8, y + 3.5, words, style);
        return y + height + 6;
    }

    double map(double y) {
        PaperMap map{.stops = {}, .depot = {}, .legs = s_.legs, .credits = o_.credits};
        for (std::size_t i = 0; i < s_.stops.size(); ++i)
            if (s_.stops[i].at)
                if (const auto p = from_.plane.plane_from_lonlat(*s_.stops[i].at)) map.stops.push_back({*p, std::to_string(i + 1)});
        if (map.stops.empty()) return y;
        if (s_.depot) map.depot = from_.plane.plane_from_lonlat(*s_.depot);
        const double height = s_.stops.size() <= 3 ? large_map_height : map_height;
        draw_paper_map(c_, from_, map, {left, y, across, height});
        return y + height + 8;
    }

    // The first stop of each page.
    std::vector<std::size_t> paginate(double y) {
        std::vector<std::size_t> begins{0};
        y += head_height;
        for (std::size_t i = 0; i < s_.stops.size(); ++i) {
            const double next = stop(i, y, false);
            if (next > bottom) {
                begins.push_back(i);
                y = next_head_height + head_height;
                y = stop(i, y, false);
            } else {
                y = next;
            }
        }
        return begins;
    }

    static constexpr double next_head_height = top + 20;
    double next_head() {
        c_.text(left, top, s_.crew_name, within({.size = 9.4, .strong = true, .color = inks::strong}, across * 0.55, 1));
        c_.text(right, top, day_, {.size = 9.4, .strong = true, .color = inks::strong, .align = Align::right});
        c_.fill({left, top + 14, across, 1.2}, inks::accent);
        return next_head_height;
    }

    double table_head(double y) {
        c_.fill({left, y, across, head_height - 2}, inks::veil);
        const TextStyle style{.size = 6.8, .strong = true, .color = inks::weak};
        const double at = y + 2.6;
        c_.text(left + 4, at, tr("paper.column.when"), style);
        c_.text(what_x, at, tr("paper.column.what"), style);
        c_.text(qr_x + qr_side / 2, at, tr("paper.column.way"), within(style, 0, 0, Align::centre));
        c_.text(tick_x, at, tr("paper.column.done"), style);
        return y + head_height;
    }

    // A text that is there in both passes; drawn in the second.
    double put(double x, double y, const std::string& words, const TextStyle& style, bool draw) {
        return draw ? c_.text(x, y, words, style) : c_.measure(words, style).height;
    }

    void box(double x, double y, double side, bool ticked = false) {
        c_.frame({x, y, side, side}, inks::strong, 0.8, 0.8);
        if (!ticked) return;
        c_.line(x + side * 0.2, y + side * 0.5, x + side * 0.42, y + side * 0.76, inks::strong, 1.2);
        c_.line(x + side * 0.42, y + side * 0.76, x + side * 0.84, y + side * 0.2, inks::strong, 1.2);
    }

    double when(const SheetStop& stop, std::size_t i, double y, bool draw) {
        if (draw) {
            c_.disc(left + 9, y + 8, 8, inks::strong);
            const std::string mark = std::to_string(i + 1);
            const TextStyle style{.size = mark.size() > 2 ? 6.6 : 8.8, .strong = true, .color = inks::white, .align = Align::centre};
            c_.text(left + 9, y + 8 - c_.measure(mark, style).height / 2, mark, style);
        }
        const double x = left + 23;
        y += put(x, y, clock(stop.start), {.size = 11, .strong = true, .color = inks::strong}, draw);
        y += put(x, y, "– " + clock(stop.end), {.size = 8.8, .color = inks::normal}, draw);
        y += put(x, y, from_.language.duration(std::chrono::duration_cast<Seconds>(stop.end - stop.start)), small, draw);
        if (stop.travel.count() > 0) y += 3 + put(x, y + 3, tr({"paper.travel", {{"time", from_.language.duration(std::chrono::ceil<Minutes>(stop.travel))}}}), within(label, what_x - x - 4, 2), draw);
        return y;
    }

    double cautions(const SheetStop& stop, double y, bool draw) {
        if (stop.safety.empty()) return y;
        const TextStyle style = within({.size = 7.8, .color = inks::warn}, what_width - 12, 4);
        const std::size_t n = std::min<std::size_t>(stop.safety.size(), most_cautions);
        double height = 5;
        for (std::size_t i = 0; i < n; ++i) height += c_.measure(stop.safety[i], style).height;
        if (draw) {
            c_.fill({what_x, y + gap, what_width, height}, inks::warn_veil, 2);
            double at = y + gap + 2.5;
            for (std::size_t i = 0; i < n; ++i) at += c_.text(what_x + 6, at, stop.safety[i], style);
        }
        return y + gap + height;
    }

    double work(const SheetStop& stop, double y, bool draw) {
        std::vector<std::string> facts;
        if (!stop.number.empty()) facts.push_back(stop.number);
        if (const Domain* d = from_.catalog.domain(stop.domain)) facts.push_back(d->name.in(from_.language.code()));
        if (stop.regulatory) facts.push_back(tr("paper.regulatory"));
        if (!stop.with.empty()) facts.push_back(tr({"paper.with", {{"crews", joined(stop.with)}}}));
        y += put(what_x, y, stop.title, within({.size = 10.4, .strong = true, .color = inks::strong}, what_width, most_lines), draw);
        if (!facts.empty()) y += put(what_x, y, joined(facts, " · "), within(small, what_width, 2), draw);
        if (!stop.place.empty()) y += gap + put(what_x, y + gap, stop.place, within(strong, what_width, most_lines), draw);
        if (!stop.description.empty()) y += gap + put(what_x, y + gap, stop.description, within(body, what_width, most_description_lines), draw);
        for (std::size_t i = 0; i < stop.tasks.size() && i < most_tasks; ++i) {
            if (draw) box(what_x + 0.5, y + gap + 2, 6.4, stop.tasks[i].done);
            y += gap + put(what_x + 12, y + gap, stop.tasks[i].text, within(body, what_width - 12, 2), draw);
        }
        if (stop.tasks.size() > most_tasks) y += put(what_x + 12, y, tr({"paper.more_tasks", {{"n", std::to_string(stop.tasks.size() - most_tasks)}}}), small, draw);
        for (const std::string& phone : stop.contacts) y += gap + put(what_x, y + gap, tr({"paper.phone", {{"phone", phone}}}), within(strong, what_width, 1), draw);
        const std::size_t links = std::min<std::size_t>(stop.links.size(), most_links);
        for (std::size_t i = 0; i < links; ++i) y += (i == 0 ? gap : 0) + put(what_x, y + (i == 0 ? gap : 0), stop.links[i], within(small, what_width, 2), draw);
        return cautions(stop, y, draw);
    }

    double way_there(const SheetStop& stop, double y, bool draw) {
        if (!stop.at) return y;
        if (draw) (void)draw_qr(c_, {qr_x, y - 3, qr_side, qr_side}, geo_uri(*stop.at));
        return y + qr_side - 3;
    }

    double ticks(const SheetStop& stop, double y, bool draw) {
        constexpr double side = 9, row = 15;
        if (draw) {
            box(tick_x, y + 1, side, stop.done);
            c_.text(tick_x + 14, y, tr("paper.done"), body);
            box(tick_x, y + row + 1, side);
            c_.text(tick_x + 14, y + row, tr("paper.not_done"), body);
            c_.line(tick_x, y + 2 * row + 14, right, y + 2 * row + 14, inks::line, 0.7);
            const std::string hours = tr("paper.real_hours");
            c_.text(tick_x, y + 3 * row + 3, hours, label);
            c_.line(tick_x + c_.measure(hours, label).width + 4, y + 3 * row + 12, right, y + 3 * row + 12, inks::line, 0.7);
        }
        return y + 3 * row + 14;
    }

    double stop(std::size_t i, double y, bool draw) {
        const SheetStop& what = s_.stops[i];
        const double at = y + pad;
        const double end = std::max({when(what, i, at, draw), work(what, at, draw), way_there(what, at, draw), ticks(what, at, draw)}) + pad;
        if (draw) c_.line(left, end, right, end, inks::line, 0.7);
        return end;
    }

    double nothing(double y) {
        const TextStyle style = within({.size = 12, .strong = true, .color = inks::strong}, across - 24, 0, Align::centre);
        const std::string words = tr(s_.hours.empty() ? "paper.nothing_off" : "paper.nothing");
        const double height = c_.measure(words, style).height + 40;
        c_.fill({left, y + 6, across, height}, inks::veil, 4);
        c_.text(left + 12, y + 26, words, style);
        return y + height + 14;
    }

    void notes(double y) {
        y += 8;
        const double height = std::min(most_notes, bottom - 6 - y);
        if (height < least_notes) return;
        c_.frame({left, y, across, height}, inks::line, 0.8, 3);
        c_.text(left + 8, y + 5, tr("paper.notes"), label);
        c_.text(right - 150, y + 5, tr("paper.signature"), label);
        c_.line(right - 158, y, right - 158, y + height, inks::line, 0.7);
    }

    void foot(std::size_t page, std::size_t pages) {
        const double y = a4_height - 28;
        const TextStyle style{.size = 6.8, .color = inks::weak};
        c_.line(left, y - 4, right, y - 4, inks::line, 0.6);
        c_.text(left, y, tr({"paper.printed", {{"commune", o_.commune}, {"date", from_.language.date(o_.now, o_.zone)}, {"time", clock(o_.now)}}}), within(style, across - 60, 1));
        c_.text(right, y - 0.6, fmt::format("{}/{}", page, pages), {.size = 8, .strong = true, .color = inks::strong, .align = Align::right});
    }

    PdfCanvas& c_;
    const PaperSource& from_;
    const RoadSheetOptions& o_;
    const SheetContent& s_;
    std::string day_;
};

} // namespace

void draw_road_sheet(PdfCanvas& canvas, const PaperSource& from, const RoadSheetOptions& options, const SheetContent& content) {
    Pages(canvas, from, options, content).draw();
}

} // namespace vigie::gis
