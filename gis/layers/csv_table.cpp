#include "gis/layers/csv_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "gis/layers/column_builder.hpp"
#include "gis/layers/encodings.hpp"
#include "gis/layers/open_limits.hpp"

namespace vigie::gis {

namespace {

// Reads record by record. A quoted field that runs over too many lines or to the end was never closed: its quote is then
// a plain character.
class CsvReader {
public:
    CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

    bool next(std::vector<std::string>& record) {
        record.clear();
        skip_empty_lines();
        if (at_ >= text_.size()) return false;
        while (true) {
            record.push_back(field());
            if (at_ >= text_.size()) return true;
            if (text_[at_++] == separator_) {
                if (at_ == text_.size()) record.emplace_back();
                continue;
            }
            if (text_[at_ - 1] == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
            return true;
        }
    }
    [[nodiscard]] std::size_t open_quotes() const { return open_quotes_; }

private:
    [[nodiscard]] bool ends_field(char c) const { return c == separator_ || c == '\n' || c == '\r'; }
    void skip_empty_lines() {
        while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
    }
    std::string field() {
        std::size_t begin = at_;
        while (begin < text_.size() && text_[begin] == ' ') ++begin;
        if (begin < text_.size() && text_[begin] == '"') {
            std::string value;
            if (quoted(begin + 1, value)) return value;
            ++open_quotes_;
        }
        const std::size_t first = at_;
        while (at_ < text_.size() && !ends_field(text_[at_])) ++at_;
        return std::string(text_.substr(first, at_ - first));
    }
    bool quoted(std::size_t from, std::string& value) {
        std::size_t lines = 0;
        for (std::size_t i = from; i < text_.size(); ++i) {
            const char c = text_[i];
            if (c == '\n' && ++lines > limits::csv_quoted_lines) return false;
            if (c != '"') {
                value += c;
            } else if (i + 1 < text_.size() && text_[i + 1] == '"') {
                value += '"';
                ++i;
            } else {
                std::size_t end = i + 1;
                while (end < text_.size() && text_[end] == ' ' && separator_ != ' ') ++end;
                if (end < text_.size() && !ends_field(text_[end])) return false;  // text after the closing quote: not a quoted field
                at_ = end;
                return true;
            }
        }
        return false;
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0, open_quotes_ = 0;
};

// The separator that cuts the first records into the most, equally many, values.
char find_separator(std::string_view text) {
    constexpr std::size_t sample_bytes = 64 << 10, sample_records = 50;
    char best = ',';
    double best_score = 0;
    for (const char candidate : {';', ',', '\t', '|'}) {
        CsvReader reader(text.substr(0, sample_bytes), candidate);
        std::vector<std::string> record;
        std::size_t header = 0, same = 0, records = 0;
        for (; records < sample_records && reader.next(record); ++records) {
            if (records == 0) header = record.size();
            same += record.size() == header;
        }
        const double score = header < 2 || records == 0 ? 0 : static_cast<double>(same) / static_cast<double>(records) * static_cast<double>(std::min<std::size_t>(header, 12) + 8);
        if (score > best_score) {
            best_score = score;
            best = candidate;
        }
    }
    return best;
}

// "NOM,C,254" and "VLEGALE,N,19,8" are how a dbf names its fields when copied with its types.
std::string clean_name(std::string name) {
    const auto first = name.find_first_not_of(" \t\n\r");
    if (first == std::string::npos) return {};
    name = name.substr(first, name.find_last_not_of(" \t\n\r") - first + 1);
    const auto comma = name.find(',');
    if (comma == std::string::npos || comma == 0 || comma + 1 >= name.size()) return name;
    const std::string_view type = std::string_view(name).substr(comma + 1);
    const bool letter = std::string_view("CNDLFM").find(type[0]) != std::string_view::npos && (type.size() == 1 || type[1] == ',');
    const bool digits = type.substr(1).find_first_not_of(",0123456789") == std::string_view::npos;
    return letter && digits ? name.substr(0, comma) : name;
}

std::vector<std::string> column_names(const std::vector<std::string>& header) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < header.size() && i < limits::columns; ++i) {
        std::string name = clean_name(header[i]);
        if (name.empty()) name = "field_" + std::to_string(i + 1);
        int twin = 1;
        std::string unique = name;
        while (std::find(names.begin(), names.end(), unique) != names.end()) unique = name + "_" + std::to_string(++twin);
        names.push_back(std::move(unique));
    }
    return names;
}

bool is_code(std::string_view digits) { return digits.size() > 1 && digits[0] == '0' && digits[1] != '.' && digits[1] != ','; }

Column numbers_of(const Column& column, bool integers) {
    Column out;
    out.name = column.name;
    out.type = integers ? Column::Type::integer : Column::Type::number;
    for (std::size_t i = 0; i + 1 < column.text_begin.size(); ++i) out.numbers.push_back(number_from_text(column.text(i)));
    return out;
}

} // namespace

double number_from_text(std::string_view text) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return none;
    text = text.substr(first, text.find_last_not_of(" \t") - first + 1);
    if (text.size() > 40 || text.size() == 0) return none;
    std::array<char, 41> buffer{};
    std::copy(text.begin(), text.end(), buffer.begin());
    char* begin = buffer.data();
    char* end = begin + text.size();
    if (*begin == '+') ++begin;
    if (begin == end || !((*begin >= '0' && *begin <= '9') || *begin == '-' || *begin == '.' || *begin == ',')) return none;
    if (char* comma = std::find(begin, end, ','); comma != end && std::find(begin, end, '.') == end) *comma = '.';
    double value = 0;
    const auto [stop, error] = std::from_chars(begin, end, value);
    return error == std::errc() && stop == end ? value : none;
}

CsvTable read_csv(std::string bytes, std::string_view encoding) {
    CsvTable table;
    DecodedText decoded = decode_text(std::move(bytes), encoding);
    table.encoding = std::move(decoded.encoding);
    table.separator = find_separator(decoded.text);
    CsvReader reader(decoded.text, table.separator);
    std::vector<std::string> record;
    if (!reader.next(record)) return table;
    std::vector<ColumnBuilder> columns;
    for (std::string& name : column_names(record)) columns.emplace_back(std::move(name), Column::Type::text);
    const std::size_t header = record.size();
    while (reader.next(record)) {
        if (table.rows >= limits::features) {
            table.cut = true;
            break;
        }
        ++table.rows;
        table.uneven_rows += record.size() != header;
        for (std::size_t i = 0; i < columns.size(); ++i) columns[i].put_text(i < record.size() ? std::string_view(record[i]) : std::string_view());
    }
    table.open_quotes = reader.open_quotes();
    for (ColumnBuilder& column : columns) table.columns.push_back(column.take());
    return table;
}

void type_columns(std::vector<Column>& columns) {
    for (Column& column : columns) {
        if (column.type != Column::Type::text) continue;
        std::size_t some = 0;
        bool numeric = true, integers = true;
        for (std::size_t i = 0; numeric && i + 1 < column.text_begin.size(); ++i) {
            const std::string_view value = column.text(i);
            if (value.empty()) continue;
            ++some;
            numeric = value.size() <= 15 && !is_code(value) && number_from_text(value) == number_from_text(value);
            integers = integers && value.find_first_of(".,eE") == std::string_view::npos;
        }
        if (numeric && some != 0) column = numbers_of(column, integers);
    }
}

} // namespace vigie::gis
