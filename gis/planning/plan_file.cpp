#include "gis/planning/plan_file.hpp"

#include <fstream>

namespace vigie::gis {

Outcome write_plan(const std::filesystem::path& file, const std::string& text) {
    auto part = file;
    part += ".part";
    bool written = false;
    {
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        out << text;
        out.close();
        written = static_cast<bool>(out);
    }
    std::error_code code;
    if (written) std::filesystem::rename(part, file, code);
    if (written && !code) return Done{};
    std::filesystem::remove(part, code);
    return Error{ErrorClass::storage, {"planning.week.cannot_write", {{"file", file.string()}}}, {"planning.week.check_path", {}}, {}};
}

} // namespace vigie::gis
