// What has no place in the words of a report: number plates, telephone numbers, addresses of e-mail. A report tells of a place,
// not of a person (FIELD.md §4 C11, §5.8); who reported has fields of their own, sealed. Pure. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vigie::gis {

enum class PersonalWord : std::uint8_t { plate, phone, email };

struct FoundWord {
    PersonalWord kind{};
    std::size_t begin = 0, end = 0;  // bytes of the text
    bool operator==(const FoundWord&) const = default;
};
// In the order of the text, apart. Plates as France gives them out since 2009 (AB-123-CD), numbers of ten digits or with +33.
[[nodiscard]] std::vector<FoundWord> personal_words(std::string_view text);
// Each of them as "[…]".
[[nodiscard]] std::string masked(std::string_view text);

} // namespace vigie::gis
