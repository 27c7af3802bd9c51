#include "gis/layers/find_rows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "gis/layers/folding.hpp"
#include "gis/layers/row_filter.hpp"

namespace vigie::gis {

namespace {

constexpr std::size_t rows_between_looks = 4096;
constexpr std::size_t sorted_blocks = 32;  // a sort can be stopped between two of them

// Says how far it is, and whether to go on.
class Pace {
public:
    Pace(std::stop_token stop, const std::function<void(double)>& progress) : stop_(std::move(stop)), progress_(progress) {}
    bool on(double fraction) {
        if (progress_ && fraction - said_ >= 0.01) progress_(said_ = fraction);
        return !stop_.stop_requested();
    }

private:
    std::stop_token stop_;
    const std::function<void(double)>& progress_;
    double said_ = 0;
};

// The folded texts in one pool; the first eight bytes decide most comparisons without leaving the row.
struct TextKeys {
    std::string pool;
    struct Key {
        std::uint64_t head = 0;
        std::uint32_t begin = 0, length = 0, feature = 0;
    };
    std::vector<Key> keys;

    void add(std::uint32_t feature, std::string_view text) {
        const std::string folded = folded_plain(text);
        Key key{.begin = static_cast<std::uint32_t>(pool.size()), .length = static_cast<std::uint32_t>(folded.size()), .feature = feature};
        for (std::size_t i = 0; i < 8; ++i)
            key.head = key.head << 8 | (i < folded.size() ? static_cast<unsigned char>(folded[i]) : 0);
        pool += folded;
        keys.push_back(key);
    }
    [[nodiscard]] int compare(const Key& a, const Key& b) const {
        if (a.head != b.head) return a.head < b.head ? -1 : 1;
        return std::string_view(pool).substr(a.begin, a.length).compare(std::string_view(pool).substr(b.begin, b.length));
    }
};

// In blocks merged two by two, so that a stop is heard. False = stopped.
template <class T, class Less>
bool sort_in_blocks(std::vector<T>& keys, Less less, Pace& pace, double from, double to) {
    const std::size_t block = std::max<std::size_t>(rows_between_looks, keys.size() / sorted_blocks + 1);
    const auto at = [&](std::size_t i) { return keys.begin() + static_cast<std::ptrdiff_t>(std::min(i, keys.size())); };
    for (std::size_t i = 0; i < keys.size(); i += block) {
        std::stable_sort(at(i), at(i + block), less);
        if (!pace.on(from + (to - from) * 0.6 * static_cast<double>(i) / static_cast<double>(keys.size()))) return false;
    }
    for (std::size_t width = block; width < keys.size(); width *= 2)
        for (std::size_t i = 0; i + width < keys.size(); i += 2 * width) {
            std::inplace_merge(at(i), at(i + width), at(i + 2 * width), less);
            if (!pace.on(from + (to - from) * (0.6 + 0.4 * static_cast<double>(width) / static_cast<double>(keys.size())))) return false;
        }
    return true;
}

bool sort_by_text(const Column& column, bool descending, std::vector<std::uint32_t>& rows, Pace& pace) {
    TextKeys texts;
    std::vector<std::uint32_t> none;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % rows_between_looks == 0 && !pace.on(0.5 + 0.2 * static_cast<double>(i) / static_cast<double>(rows.size()))) return false;
        const std::string_view text = column.text(rows[i]);
        if (text.empty()) none.push_back(rows[i]);
        else texts.add(rows[i], text);
    }
    const auto less = [&](const TextKeys::Key& a, const TextKeys::Key& b) { return descending ? texts.compare(b, a) < 0 : texts.compare(a, b) < 0; };
    if (!sort_in_blocks(texts.keys, less, pace, 0.7, 1)) return false;
    rows.clear();
    for (const TextKeys::Key& key : texts.keys) rows.push_back(key.feature);
    rows.insert(rows.end(), none.begin(), none.end());
    return true;
}

bool sort_by_number(const Column& column, bool descending, std::vector<std::uint32_t>& rows, Pace& pace) {
    struct Key {
        double number;
        std::uint32_t feature;
    };
    std::vector<Key> keys;
    std::vector<std::uint32_t> none;
    for (const std::uint32_t row : rows) {
        const double number = column.numbers[row];
        if (std::isnan(number)) none.push_back(row);
        else keys.push_back({number, row});
    }
    const auto less = [&](const Key& a, const Key& b) { return descending ? b.number < a.number : a.number < b.number; };
    if (!sort_in_blocks(keys, less, pace, 0.5, 1)) return false;
    rows.clear();
    for (const Key& key : keys) rows.push_back(key.feature);
    rows.insert(rows.end(), none.begin(), none.end());
    return true;
}

bool keep_passing(const RowFilter& filter, std::vector<std::uint32_t>& rows, Pace& pace) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % rows_between_looks == 0 && !pace.on(0.5 * static_cast<double>(i) / static_cast<double>(rows.size()))) return false;
        if (filter.passes(rows[i])) rows[kept++] = rows[i];
    }
    rows.resize(kept);
    return true;
}

} // namespace

FoundRows find_rows(const LayerPtr& layer, const RowQuery& query, std::stop_token stop, const std::function<void(double)>& progress) {
    Pace pace(std::move(stop), progress);
    FoundRows found;
    const auto count = static_cast<std::uint32_t>(layer->geometry.feature_count());
    if (query.only) {
        for (const std::uint32_t feature : *query.only)
            if (feature < count) found.rows.push_back(feature);
    } else {
        found.rows.resize(count);
        std::iota(found.rows.begin(), found.rows.end(), 0u);
    }
    if (!query.filter.empty()) {
        const auto filter = RowFilter::read(query.filter, layer);
        if (filter) {
            found.is_expression = filter->is_expression();
            found.complete = keep_passing(*filter, found.rows, pace);
        } else {
            found.error = filter.error();
        }
    }
    const Column* column = query.sort_column.empty() ? nullptr : layer->column(query.sort_column);
    if (!found.complete || !column) return found;
    found.complete = column->type == Column::Type::text ? sort_by_text(*column, query.descending, found.rows, pace)
                                                        : sort_by_number(*column, query.descending, found.rows, pace);
    return found;
}

} // namespace vigie::gis
