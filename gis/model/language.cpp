#include "gis/model/language.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <mutex>

#include <nlohmann/json.hpp>

#include "gis/model/pseudo_language.hpp"

namespace vigie::gis {

struct Language::Missing {
    std::mutex mutex;
    std::unordered_map<std::string, std::string> shown;  // node-based: references stay good while it grows
};

namespace {

constexpr std::size_t max_language_file_bytes = 4u << 20;
constexpr int max_nesting = 4;  // keys named by arguments of sentences named by arguments…

Error bad_table(const std::filesystem::path& file, std::string detail) {
    return {.klass = ErrorClass::config, .text = {"model.language.bad_table", {{"file", file.string()}}},
            .remedy = {"model.language.bad_table.remedy", {}}, .detail = std::move(detail)};
}

std::optional<std::string> read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return {};
    std::string text(max_language_file_bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > max_language_file_bytes) return {};
    return text;
}

// Position of the '}' that closes the '{' before `from`, or npos.
std::size_t closing_brace(std::string_view text, std::size_t from) {
    int depth = 1;
    for (std::size_t i = from; i < text.size(); ++i) {
        if (text[i] == '{') ++depth;
        if (text[i] == '}' && --depth == 0) return i;
    }
    return std::string_view::npos;
}

// The spaces French sets before high punctuation and inside quotes never break a line; tables may be written with plain
// ones, as people type them.
std::string with_french_spaces(std::string sentence) {
    static constexpr std::pair<std::string_view, std::string_view> rules[] = {
        {" :", "\u00A0:"}, {" ;", "\u202F;"}, {" !", "\u202F!"}, {" ?", "\u202F?"}, {" %", "\u202F%"},
        {"« ", "«\u00A0"}, {" »", "\u00A0»"}, {" €", "\u00A0€"}};
    for (const auto& [plain, fixed] : rules)
        for (std::size_t at = sentence.find(plain); at != std::string::npos; at = sentence.find(plain, at + fixed.size()))
            sentence.replace(at, plain.size(), fixed);
    return sentence;
}

// Next '|' outside inner braces, or npos.
std::size_t bar(std::string_view text) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{') ++depth;
        if (text[i] == '}') --depth;
        if (text[i] == '|' && depth == 0) return i;
    }
    return std::string_view::npos;
}

} // namespace

Outcome Language::read_folder(const std::filesystem::path& folder, Entries& entries) {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    if (error || files.empty()) return bad_table(folder, error ? error.message() : "no *.json");
    std::ranges::sort(files);
    for (const auto& file : files) {
        const auto text = read_file(file);
        if (!text) return bad_table(file, "not readable, or too big");
        const auto table = nlohmann::json::parse(*text, nullptr, false);
        if (!table.is_object()) return bad_table(file, "not a JSON object");
        for (const auto& [key, sentence] : table.items()) {
            if (!sentence.is_string()) return bad_table(file, key + " is not a text");
            if (!entries.emplace(key, sentence.get<std::string>()).second) return bad_table(file, key + " stands in two tables");
        }
    }
    return Done{};
}

Result<Language> Language::load(const std::filesystem::path& lang_folder, std::string_view code) {
    Language language;
    language.code_ = code;
    language.missing_ = std::make_shared<Missing>();
    const bool pseudo = code == "pseudo";
    auto set_spaces = [](Entries& entries) {
        for (auto& [key, sentence] : entries) sentence = with_french_spaces(std::move(sentence));
    };
    if (auto read = read_folder(lang_folder / (pseudo ? "fr" : std::string(code)), language.entries_); !read) return read.error();
    if (code != "en") set_spaces(language.entries_);
    if (pseudo)
        for (auto& [key, sentence] : language.entries_) sentence = pseudo_sentence(sentence);
    else if (code != "fr")
        if (auto read = read_folder(lang_folder / "fr", language.fallback_); !read) return read.error();
    set_spaces(language.fallback_);
    return language;
}

bool Language::has(std::string_view key) const { return entries_.find(key) != entries_.end(); }

std::vector<std::string> Language::keys() const {
    std::vector<std::string> all;
    all.reserve(entries_.size());
    for (const auto& [key, sentence] : entries_) all.push_back(key);
    std::ranges::sort(all);
    return all;
}

const std::string& Language::operator()(std::string_view key) const {
    if (const auto it = entries_.find(key); it != entries_.end()) return it->second;
    if (const auto it = fallback_.find(key); it != fallback_.end()) return it->second;
    const std::scoped_lock lock(missing_->mutex);
    auto& shown = missing_->shown[std::string(key)];
    if (shown.empty()) shown = "<" + std::string(key) + ">";
    return shown;
}

std::string Language::operator()(const Text& text) const {
    if (text.empty()) return {};
    return fill((*this)(text.key), text, 0);
}

std::string Language::fill(std::string_view pattern, const Text& text, int depth) const {
    std::string out;
    out.reserve(pattern.size() + 16);
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('{');
        out += pattern.substr(0, open);
        if (open == std::string_view::npos) break;
        const std::size_t close = closing_brace(pattern, open + 1);
        if (close == std::string_view::npos) {  // unbalanced: shown as it stands, a test of the tables finds it
            out += pattern.substr(open);
            break;
        }
        out += placeholder(pattern.substr(open + 1, close - open - 1), text, depth);
        pattern.remove_prefix(close + 1);
    }
    return out;
}

// "name" or "name|singular|plural".
std::string Language::placeholder(std::string_view inside, const Text& text, int depth) const {
    const std::size_t first = bar(inside);
    if (first == std::string_view::npos) return argument(inside, text, depth);
    const std::string_view name = inside.substr(0, first);
    std::string_view forms = inside.substr(first + 1);
    const std::size_t second = bar(forms);
    const std::string_view singular = forms.substr(0, second);
    const std::string_view plural = second == std::string_view::npos ? singular : forms.substr(second + 1);
    return fill(is_singular(argument(name, text, depth)) ? singular : plural, text, depth);
}

std::string Language::argument(std::string_view name, const Text& text, int depth) const {
    for (const auto& [key, value] : text.args) {
        if (key != name) continue;
        if (value.size() > 1 && value[0] == '@' && depth < max_nesting)
            return fill((*this)(std::string_view(value).substr(1)), text, depth + 1);
        return value;
    }
    return "{" + std::string(name) + "}";
}

// `number` was formatted for a person: spaces inside, decimal comma, true minus.
bool Language::is_singular(std::string_view number) const {
    std::string plain;
    for (const char c : number)
        if (c >= '0' && c <= '9') plain += c;
        else if ((c == ',' && french()) || c == '.') break;  // 1,8 is singular in French: the whole part decides
    const bool has_fraction = number.find_first_of(french() ? ",." : ".") != std::string_view::npos;
    const unsigned long value = plain.size() > 9 ? 2 : std::strtoul(plain.c_str(), nullptr, 10);
    if (french()) return value < 2;
    return value == 1 && !has_fraction;
}

} // namespace vigie::gis
