#include "gis/layers/column_statistics.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>
#include <vector>

#include "gis/layers/folding.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t rows_between_looks = 8192;

// Compensated: a million lengths of streets keep their millimetres.
double sum_of(const std::vector<double>& values) {
    double sum = 0, lost = 0;
    for (const double v : values) {
        const double next = sum + v;
        lost += std::abs(sum) >= std::abs(v) ? (sum - next) + v : (v - next) + sum;
        sum = next;
    }
    return sum + lost;
}

void describe_numbers(std::vector<double> values, ColumnStatistics& out) {
    if (values.empty()) return;
    out.sum = sum_of(values);
    out.mean = *out.sum / static_cast<double>(values.size());
    std::ranges::sort(values);
    out.min = values.front();
    out.max = values.back();
    const std::size_t middle = values.size() / 2;
    out.median = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    out.distinct = 1;
    for (std::size_t i = 1; i < values.size(); ++i) out.distinct += values[i] != values[i - 1];
}

std::optional<double> number_of(std::string_view text) {
    char buffer[40];
    if (text.size() > sizeof buffer) return {};
    std::ranges::transform(text, buffer, [](char c) { return c == ',' ? '.' : c; });
    double value = 0;
    const auto [end, error] = std::from_chars(buffer, buffer + text.size(), value);
    if (error != std::errc{} || end != buffer + text.size() || !std::isfinite(value)) return {};
    return value;
}

bool describe_texts(const Column& column, std::span<const std::uint32_t> rows, const std::stop_token& stop, ColumnStatistics& out) {
    std::unordered_map<std::string_view, std::size_t> counts;
    std::vector<double> numbers;
    bool all_numbers = true;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % rows_between_looks == 0 && stop.stop_requested()) return false;
        const std::string_view text = column.text(rows[i]);
        if (text.empty()) {
            ++out.empty;
            continue;
        }
        ++counts[text];
        if (!all_numbers) continue;
        if (const auto number = number_of(text)) numbers.push_back(*number);
        else all_numbers = false;
    }
    if (all_numbers) describe_numbers(std::move(numbers), out);
    out.distinct = counts.size();
    std::string first, last;
    for (const auto& [text, count] : counts) {
        std::string folded = folded_plain(text);
        // Two spellings that fold alike: the one that sorts first by its bytes, so that the answer never depends on the map.
        const auto before = [](const std::string& a, std::string_view b, const std::string& c, std::string_view d) { return a != c ? a < c : b < d; };
        if (out.first.empty() || before(folded, text, first, out.first)) first = folded, out.first = text;
        if (out.last.empty() || before(last, out.last, folded, text)) last = folded, out.last = text;
        if (count > out.most_frequent_count || (count == out.most_frequent_count && text < out.most_frequent))
            out.most_frequent_count = count, out.most_frequent = text;
    }
    return true;
}

} // namespace

ColumnStatistics statistics_of(const Column& column, std::span<const std::uint32_t> rows, std::stop_token stop) {
    ColumnStatistics out{.count = rows.size()};
    if (column.type == Column::Type::text) {
        out.complete = describe_texts(column, rows, stop, out);
        return out;
    }
    std::vector<double> values;
    values.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        if (std::isnan(column.numbers[row])) ++out.empty;
        else values.push_back(column.numbers[row]);
    }
    if (stop.stop_requested()) return ColumnStatistics{.count = rows.size(), .complete = false};
    describe_numbers(std::move(values), out);
    return out;
}

} // namespace vigie::gis
