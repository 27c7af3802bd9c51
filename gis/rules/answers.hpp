// What is written to the people who reported something: a template of the catalogue in plain words, filled with what is known.
// Nothing is sent from here. Pure. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gis/model/catalog.hpp"
#include "gis/model/language.hpp"
#include "gis/model/world.hpp"

namespace vigie::gis {

// Templates for the state a report is in, the best one first, then all others in the catalogue's order.
[[nodiscard]] std::vector<const AnswerTemplate*> answers_for(const Catalog& catalog, ReportState state);
// {what} {where} {number} {reason} {day} are filled in; in "{, where}" the words before the name stand only where there is a value.
// Braces that name nothing known stay as they are.
[[nodiscard]] std::string filled(std::string_view text, const std::vector<std::pair<std::string, std::string>>& values);
// The template for this report.
[[nodiscard]] std::string answer_text(const AnswerTemplate& pattern, const Report& report, const World& world, const Catalog& catalog,
                                      const Language& language, const std::string& zone);
// Everybody who is told the same: the report that was kept and all its duplicates, the kept one first. Of a report without
// group, itself.
[[nodiscard]] std::vector<ReportId> group_of(const World& world, ReportId report);

} // namespace vigie::gis
