// Where a name is broken into lines: at spaces, or after a hyphen when that is better, as evenly as can be. Never in a
// non-breaking space, nor where French typography keeps together: before ; : ! ? » % € ° or a dash, after «. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace vigie::render {

struct TextLine {
    std::size_t first = 0, end = 0;  // characters
    float width = 0;                 // em, without the space the line ends with
};

struct LineLimits {
    float longest_em = 0;            // only a word that is longer alone is let stand
    std::size_t most = 0;            // lines; more matters than longest_em. 0: any number
};

// At least one line. `text` are code points, `advances` their widths in em; '\n' always ends a line.
[[nodiscard]] std::vector<TextLine> broken(std::span<const std::uint32_t> text, std::span<const float> advances, const LineLimits& limits);

} // namespace vigie::render
