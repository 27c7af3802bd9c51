#include "gis/rules/answers.hpp"

#include <algorithm>

#include "gis/model/words.hpp"

namespace vigie::gis {

namespace {

bool is_for(const AnswerTemplate& pattern, std::string_view state) { return std::ranges::find(pattern.states, state) != pattern.states.end(); }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

// The day its intervention is planned for.
std::string day_of(const World& world, const Report& report, const Language& language, const std::string& zone) {
    const ReportId told = report.duplicate_of ? report.duplicate_of : report.id;
    for (const Intervention& i : world.interventions())
        if (i.start && is_open(i.state) && std::ranges::find(i.reports, told) != i.reports.end()) return language.long_day(*i.start, zone);
    return {};
}

} // namespace

std::vector<const AnswerTemplate*> answers_for(const Catalog& catalog, ReportState state) {
    std::vector<const AnswerTemplate*> out;
    for (const bool fits : {true, false})
        for (const AnswerTemplate& pattern : catalog.answers)
            if (is_for(pattern, name(state)) == fits) out.push_back(&pattern);
    return out;
}

std::string filled(std::string_view text, const std::vector<std::pair<std::string, std::string>>& values) {
    std::string out;
    while (!text.empty()) {
        const std::size_t open = text.find('{'), close = open == text.npos ? text.npos : text.find('}', open);
        out += text.substr(0, open);
        if (close == text.npos) return open == text.npos ? out : out + std::string(text.substr(open));
        const std::string_view inside = text.substr(open + 1, close - open - 1);
        std::size_t begin = inside.size();
        while (begin > 0 && is_letter(inside[begin - 1])) --begin;
        const auto value = std::ranges::find(values, inside.substr(begin), &std::pair<std::string, std::string>::first);
        if (value == values.end()) out += text.substr(open, close - open + 1);
        else if (!value->second.empty()) out += std::string(inside.substr(0, begin)) + value->second;
        text.remove_prefix(close + 1);
    }
    return out;
}

std::string answer_text(const AnswerTemplate& pattern, const Report& report, const World& world, const Catalog& catalog,
                        const Language& language, const std::string& zone) {
    const ReportCategory* category = catalog.report_category(report.category);
    return filled(pattern.text.in(language.code()), {{"what", category ? category->name.in(language.code()) : report.category},
                                                     {"where", report.address.empty() ? report.quartier : report.address},
                                                     {"number", number_label(EntityKind::report, report.number)},
                                                     {"reason", report.reason},
                                                     {"day", day_of(world, report, language, zone)}});
}

std::vector<ReportId> group_of(const World& world, ReportId report) {
    const Report* one = world.find(report);
    if (!one) return {};
    const ReportId kept = one->duplicate_of && world.find(one->duplicate_of) ? one->duplicate_of : report;
    std::vector<ReportId> group{kept};
    for (const Report& r : world.reports())
        if (r.duplicate_of == kept && r.id != kept) group.push_back(r.id);
    return group;
}

} // namespace vigie::gis
