#include "fuzz/mutate.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace vigie::fuzz {

namespace {

constexpr std::array<std::uint64_t, 15> extremes{0,      1,          2,          0x7f,       0x80,               0xff,
                                                 0x7fff, 0xffff,     0x7fffffff, 0x80000000, 0xffffffff,         0x7fffffffffffffff,
                                                 1ull << 63, 0x7ff0000000000000 /* infinity */, 0xffffffffffffffff};
constexpr std::array<std::string_view, 14> numbers{"0", "-1", "-0", "1e308", "-1e308", "1e-320", "2147483648", "-2147483649", "4294967296",
                                                   "9223372036854775807", "-9223372036854775808", "18446744073709551616", "0.1", "400000000"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Mutation {
    std::string out;
    std::string_view other;
    const std::vector<std::string>& words;
    std::mt19937_64& dice;

    std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(dice() % n); }
    std::size_t place() { return below(out.size() + 1); }
    std::size_t length() { return 1 + below(std::size_t{1} << below(7)); }

    void turn_bit() {
        if (out.empty()) return;
        char& c = out[below(out.size())];
        c = static_cast<char>(static_cast<unsigned char>(c) ^ (1u << below(8)));
    }
    void set_byte() {
        if (!out.empty()) out[below(out.size())] = static_cast<char>(dice());
    }
    void insert_bytes() {
        std::string some(length(), '\0');
        const bool same = below(2) == 0;
        const char c = static_cast<char>(dice());
        for (char& b : some) b = same ? c : static_cast<char>(dice());
        out.insert(place(), some);
    }
    void take_out() {
        if (!out.empty()) out.erase(below(out.size()), length() * (1 + below(8)));
    }
    void repeat() {
        if (out.empty()) return;
        const std::string stretch = out.substr(below(out.size()), length());
        const std::size_t at = place();
        for (std::size_t n = 1 + below(16); n > 0 && out.size() < max_input_bytes; --n) out.insert(at, stretch);
    }
    void put_word() {
        if (words.empty()) return insert_bytes();
        const std::string& word = words[below(words.size())];
        const std::size_t at = place();
        if (below(2) == 0) out.insert(at, word);
        else out.replace(at, word.size(), word);
    }
    void lay_over() {
        if (other.empty()) return;
        const std::string_view stretch = other.substr(below(other.size()), length() * 4);
        const std::size_t at = place();
        if (below(2) == 0) out.insert(at, stretch);
        else out.replace(at, stretch.size(), stretch);
    }
    void put_extreme() {  // little-endian, of 1, 2, 4 or 8 bytes
        const std::size_t size = std::size_t{1} << below(4);
        if (out.size() < size) return;
        const std::uint64_t value = extremes[below(extremes.size())];
        std::memcpy(out.data() + below(out.size() - size + 1), &value, size);
    }
    void change_number() {  // a written one
        const std::size_t from = place();
        const auto first = std::find_if(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(), is_digit);
        if (first == out.end()) return put_extreme();
        const auto last = std::find_if_not(first, out.end(), is_digit);
        out.replace(first, last, numbers[below(numbers.size())]);
    }
    void once() {
        switch (below(9)) {
        case 0: return turn_bit();
        case 1: return set_byte();
        case 2: return insert_bytes();
        case 3: return take_out();
        case 4: return repeat();
        case 5: return put_word();
        case 6: return lay_over();
        case 7: return put_extreme();
        default: return change_number();
        }
    }
};

} // namespace

std::string mutated(std::string_view input, std::string_view other, const std::vector<std::string>& words, std::mt19937_64& dice) {
    Mutation m{std::string(input), other, words, dice};
    for (std::size_t n = std::size_t{1} << m.below(4); n > 0; --n) m.once();
    if (m.out.size() > max_input_bytes) m.out.resize(max_input_bytes);
    return std::move(m.out);
}

} // namespace vigie::fuzz
