#include "gis/store/whole_file.hpp"

#include <fstream>

namespace vigie::gis {

bool write_whole(const std::filesystem::path& file, std::string_view bytes) {
    const std::filesystem::path beside = file.string() + ".part";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << bytes;
    out.close();
    std::error_code ec;
    if (out) std::filesystem::rename(beside, file, ec);
    if (out && !ec) return true;
    std::filesystem::remove(beside, ec);
    return false;
}

} // namespace vigie::gis
