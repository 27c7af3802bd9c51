#include "gis/planning/plan_file.hpp"

#include "gis/store/whole_file.hpp"

namespace vigie::gis {

Outcome write_plan(const std::filesystem::path& file, const std::string& text) {
    if (write_whole(file, text)) return Done{};
    return Error{ErrorClass::storage, {"planning.week.cannot_write", {{"file", file.string()}}}, {"planning.week.check_path", {}}, {}};
}

} // namespace vigie::gis
