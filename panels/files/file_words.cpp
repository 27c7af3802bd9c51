#include "panels/files/file_words.hpp"

#include <iterator>

namespace vigie::panels {

std::string file_size_words(const gis::Language& language, std::uintmax_t bytes) {
    constexpr const char* keys[] = {"panels.files.bytes", "panels.files.kilobytes", "panels.files.megabytes", "panels.files.gigabytes"};
    double value = double(bytes);
    std::size_t unit = 0;
    for (; value >= 1000 && unit + 1 < std::size(keys); ++unit) value /= 1000;
    return language({keys[unit], {{"n", language.number(value, unit > 0 && value < 10 ? 1 : 0)}}});
}

} // namespace vigie::panels
