// Text of municipal files in the encodings they really have. Everything becomes UTF-8 on the way in. Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gis/layers/layer.hpp"

namespace vigie::gis {

// `cut_end_is_fine`: the last character may be incomplete, as fixed-width dbf fields leave it.
[[nodiscard]] bool is_utf8(std::string_view text, bool cut_end_is_fine = false);
[[nodiscard]] std::string utf8_from_cp1252(std::string_view bytes);
[[nodiscard]] std::string utf8_from_utf16(std::string_view bytes, bool big_endian);

struct DecodedText {
    std::string text;      // UTF-8, without byte order mark
    std::string encoding;  // "UTF-8", "CP1252", "UTF-16"
};
// A whole text file: byte order marks, then UTF-8 when it is, else Windows-1252. `encoding` forces one of the names above.
[[nodiscard]] DecodedText decode_text(std::string bytes, std::string_view encoding = {});

// Makes the text columns (and names) of a layer UTF-8. Returns the encoding the values had: "UTF-8" or "CP1252", each
// value decided alone, the name by majority.
std::string make_utf8(std::vector<Column>& columns, std::string_view encoding = {});

// Values and names in which accents were already lost when the file was made (U+FFFD).
struct LostAccents {
    std::size_t values = 0, names = 0;
};
[[nodiscard]] LostAccents count_lost_accents(const std::vector<Column>& columns);

} // namespace vigie::gis
