// An edit that its source did not take, in words: what is here and what the source has, field by field. UI thread.
#pragma once

#include <string>
#include <vector>

#include "panels/frame.hpp"

namespace vigie::panels {

struct ConflictLine {
    std::string field;          // by name, as in entity_json.hpp
    std::string ours, theirs;   // for a person
};
// Every edit in dispute with any source, oldest first.
[[nodiscard]] std::vector<gis::OutboxItem> disputes(const Frame& frame);
// The fields of the edit that differ; a removal has one line.
[[nodiscard]] std::vector<ConflictLine> conflict_lines(const Frame& frame, const gis::OutboxItem& item);
// What happened, as the source said it.
[[nodiscard]] std::string conflict_reason(const Frame& frame, const gis::OutboxItem& item);
// The name of a field: "Équipes".
[[nodiscard]] std::string field_name(const gis::Language& language, const std::string& field);

} // namespace vigie::panels
