// From the words typed in the filter box to a RowFilter: tokens, then recursive descent (or, and, not, comparison).
#include <algorithm>
#include <charconv>
#include <optional>

#include "gis/layers/folding.hpp"
#include "gis/layers/row_filter.hpp"

namespace vigie::gis {

namespace {

enum class TokenKind : std::uint8_t { name, text, number, sign, end };

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text{};    // of a name or text without its quotes; the sign itself
    std::string folded{};  // of a name
    double number = 0;
    std::size_t at = 0;    // byte
    bool quoted = false;
};

bool is_name_byte(char c) {
    const auto u = static_cast<unsigned char>(c);
    return u >= 0x80 || (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || c == '_' || c == '.' || c == '-' || c == ':' || c == '/' || c == '\'';
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<double> whole_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

// Character (not byte) from 1, as a person counts.
std::string place(std::string_view text, std::size_t byte) {
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    return std::to_string(1 + std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size())), begins));
}

Error wrong(std::string_view text, std::size_t byte, std::string key, std::vector<std::pair<std::string, std::string>> args = {}) {
    args.emplace_back("at", place(text, byte));
    return {.klass = ErrorClass::input, .text = {std::move(key), std::move(args)}};
}

struct Quotes {
    std::string_view open, close;
    TokenKind kind;
};
constexpr Quotes quotes[] = {{"\"", "\"", TokenKind::text}, {"«", "»", TokenKind::text}, {"“", "”", TokenKind::text}, {"'", "'", TokenKind::text},
                             {"[", "]", TokenKind::name}, {"`", "`", TokenKind::name}};
constexpr std::string_view signs[] = {"<=", ">=", "<>", "!=", "==", "≠", "≤", "≥", "=", "<", ">", "(", ")", ",", ";"};

constexpr std::string_view spaces[] = {" ", "\t", "\n", "\u00a0", "\u202f"};

// Length of the space that `text` begins with, 0 = none.
std::size_t space_at(std::string_view text) {
    for (const std::string_view space : spaces)
        if (text.starts_with(space)) return space.size();
    return 0;
}

std::string_view trimmed(std::string_view s) {
    while (const std::size_t n = space_at(s)) s.remove_prefix(n);
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view space : spaces)
            if (s.ends_with(space)) s.remove_suffix(space.size()), again = true;
    }
    return s;
}

Result<std::vector<Token>> tokens_of(std::string_view text) {
    std::vector<Token> out;
    std::size_t at = 0;
    const auto rest = [&] { return text.substr(at); };
    while (true) {
        while (const std::size_t n = space_at(rest())) at += n;
        if (at >= text.size()) break;
        Token token;
        token.at = at;
        bool done = false;
        for (const Quotes& q : quotes) {
            if (!rest().starts_with(q.open)) continue;
            const std::size_t end = text.find(q.close, at + q.open.size());
            if (end == std::string_view::npos) return wrong(text, at, "table.filter.open_quote", {{"quote", std::string(q.close)}});
            token.kind = q.kind;
            token.text = std::string(trimmed(text.substr(at + q.open.size(), end - at - q.open.size())));
            token.quoted = true;
            at = end + q.close.size();
            done = true;
            break;
        }
        for (std::size_t i = 0; !done && i < std::size(signs); ++i)
            if (rest().starts_with(signs[i])) {
                token.kind = TokenKind::sign;
                token.text = signs[i];
                at += signs[i].size();
                done = true;
            }
        if (!done) {
            if (!is_name_byte(text[at]) && text[at] != '+') return wrong(text, at, "table.filter.unknown_sign", {{"sign", std::string(1, text[at])}});
            std::size_t end = at + 1;
            // A comma within digits is a decimal one only when no list is meant: "3,5" without spaces.
            while (end < text.size() && is_name_byte(text[end])) ++end;
            token.text = std::string(text.substr(at, end - at));
            if (const auto number = whole_number(token.text)) {
                token.number = *number;
                token.kind = TokenKind::number;
                if (end + 1 < text.size() && text[end] == ',' && is_digit(text[end + 1]) && token.text.find('.') == std::string::npos) {
                    std::size_t more = end + 1;
                    while (more < text.size() && is_digit(text[more])) ++more;
                    const std::string decimal = token.text + '.' + std::string(text.substr(end + 1, more - end - 1));
                    if (const auto value = whole_number(decimal)) token.number = *value, token.text = decimal, end = more;
                }
            } else {
                token.kind = TokenKind::name;
            }
            at = end;
        }
        if (token.kind == TokenKind::name) token.folded = folded_plain(token.text);
        out.push_back(std::move(token));
    }
    out.push_back({.kind = TokenKind::end, .text = {}, .folded = {}, .at = text.size()});
    return out;
}

bool is_comparison(const Token& t) {
    constexpr std::string_view brackets = "(),;";
    return t.kind == TokenKind::sign && brackets.find(t.text) == std::string_view::npos;
}

} // namespace

class RowFilterReader {
public:
    using Op = RowFilter::Op;
    RowFilterReader(std::string_view text, LayerPtr layer) : text_(text) { filter_.layer_ = std::move(layer); }

    Result<RowFilter> read() {
        if (text_.size() > max_filter_bytes) return wrong(text_, max_filter_bytes, "table.filter.too_long");
        auto tokens = tokens_of(text_);
        if (!tokens || !looks_like_expression(*tokens)) {
            if (!tokens && text_.find_first_of("=<>") != std::string_view::npos) return tokens.error();
            return words();
        }
        tokens_ = std::move(*tokens);
        filter_.is_expression_ = true;
        const auto root = any(0);
        if (error_) return *error_;
        if (now().kind != TokenKind::end) return wrong(text_, now().at, "table.filter.expected_and", {{"word", now().text}});
        filter_.root_ = *root;
        return std::move(filter_);
    }

private:
    // A sign, or a name of a column followed by a word of comparison.
    bool looks_like_expression(const std::vector<Token>& tokens) const {
        for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
            if (is_comparison(tokens[i])) return true;
            if (tokens[i].kind == TokenKind::end || tokens[i].kind == TokenKind::number || !column(tokens[i])) continue;
            constexpr std::string_view verbs[] = {"contient", "contains", "commence", "starts", "finit", "ends", "est", "is", "dans", "in", "parmi", "entre", "between",
                                                  "n est", "ne", "pas", "non", "not"};
            if (tokens[i + 1].kind == TokenKind::name && !tokens[i + 1].quoted && std::ranges::find(verbs, tokens[i + 1].folded) != std::end(verbs)) return true;
        }
        return false;
    }

    RowFilter words() {
        std::string_view left = text_;
        while (!(left = trimmed(left)).empty()) {
            const std::string_view word = left.substr(0, std::min(left.find(' '), left.size()));
            left.remove_prefix(word.size());
            std::string shown(word);
            std::ranges::replace(shown, ',', '.');
            const bool is_number = whole_number(shown).has_value();
            const std::string folded = folded_plain(word);
            for (const std::string_view part : words_of(folded)) {
                add({.op = Op::word, .values = {{std::string(part), is_number ? shown : std::string(part), 0, is_number}}});
                if (filter_.nodes_.size() > 1) filter_.root_ = add({.op = Op::both, .left = filter_.root_, .right = filter_.nodes_.size() - 1});
            }
        }
        return std::move(filter_);
    }

    std::size_t add(RowFilter::Node node) {
        filter_.nodes_.push_back(std::move(node));
        return filter_.nodes_.size() - 1;
    }
    const Token& now() const { return tokens_[next_]; }
    bool take_word(std::initializer_list<std::string_view> words) {
        if (now().kind != TokenKind::name || now().quoted || std::ranges::find(words, now().folded) == words.end()) return false;
        ++next_;
        return true;
    }
    bool take_sign(std::string_view sign) {
        if (now().kind != TokenKind::sign || now().text != sign) return false;
        ++next_;
        return true;
    }
    std::optional<std::size_t> fail(const Token& token, std::string key, std::vector<std::pair<std::string, std::string>> args = {}) {
        if (!error_) error_ = wrong(text_, token.at, std::move(key), std::move(args));
        return {};
    }

    std::optional<std::size_t> any(int depth) {
        auto left = all(depth);
        while (left && take_word({"ou", "or"})) {
            const auto right = all(depth);
            if (!right) return {};
            left = add({.op = Op::either, .left = *left, .right = *right});
        }
        return left;
    }
    std::optional<std::size_t> all(int depth) {
        auto left = one(depth);
        while (left && take_word({"et", "and"})) {
            const auto right = one(depth);
            if (!right) return {};
            left = add({.op = Op::both, .left = *left, .right = *right});
        }
        return left;
    }
    std::optional<std::size_t> one(int depth) {
        if (depth > max_filter_depth) return fail(now(), "table.filter.too_deep");
        if (take_word({"non", "not", "pas"})) {
            const auto inner = one(depth + 1);
            return inner ? std::optional(add({.op = Op::negation, .left = *inner})) : inner;
        }
        if (take_sign("(")) {
            const auto inner = any(depth + 1);
            if (!inner) return {};
            if (!take_sign(")")) return fail(now(), "table.filter.open_bracket");
            return inner;
        }
        return comparison();
    }

    const Column* column(const Token& token) const {
        if (const Column* exact = filter_.layer_->column(token.text)) return exact;
        const std::string folded = folded_plain(token.text);
        for (const Column& c : filter_.layer_->columns)
            if (!c.derived && folded_plain(c.name) == folded) return &c;
        return nullptr;
    }
    // The column whose name begins alike, to say "did you mean".
    std::string nearest(const Token& token) const {
        const std::string folded = folded_plain(token.text);
        std::string best;
        std::size_t most = 1;
        for (const Column& c : filter_.layer_->columns) {
            if (c.derived) continue;
            const std::string name = folded_plain(c.name);
            std::size_t same = 0;
            while (same < name.size() && same < folded.size() && name[same] == folded[same]) ++same;
            if (same > most) most = same, best = c.name;
        }
        return best;
    }

    std::optional<std::size_t> comparison() {
        const Token name = now();
        if (name.kind != TokenKind::name && name.kind != TokenKind::text) return fail(name, "table.filter.expected_column");
        ++next_;
        const Column* of = column(name);
        if (!of) {
            const std::string near = nearest(name);
            if (near.empty()) return fail(name, "table.filter.no_column", {{"column", name.text}});
            return fail(name, "table.filter.no_column_but", {{"column", name.text}, {"near", near}});
        }
        RowFilter::Node node{.op = Op::equal, .column = of};
        bool negated = false;
        if (!operation(node.op, negated)) return {};
        if (node.op == Op::among) {
            if (!list(node)) return {};
        } else if (node.op == Op::between) {
            if (!value(node)) return {};
            if (!take_word({"et", "and"})) return fail(now(), "table.filter.expected_and_value");
            if (!value(node)) return {};
        } else if (node.op != Op::empty && !value(node)) {
            return {};
        }
        const std::size_t made = add(std::move(node));
        return negated ? add({.op = Op::negation, .left = made}) : made;
    }

    bool operation(Op& op, bool& negated) {
        constexpr std::pair<std::string_view, Op> by_sign[] = {{"=", Op::equal}, {"==", Op::equal}, {"<>", Op::differs}, {"!=", Op::differs}, {"≠", Op::differs},
                                                               {"<", Op::less}, {"<=", Op::at_most}, {"≤", Op::at_most}, {">", Op::more}, {">=", Op::at_least}, {"≥", Op::at_least}};
        const Token token = now();
        for (const auto& [sign, means] : by_sign)
            if (take_sign(sign)) return op = means, true;
        if (take_word({"n est", "n'est"})) {
            (void)take_word({"pas"});
            negated = true;
            return is_what(op, token);
        }
        negated = take_word({"ne", "pas", "non", "not"});
        if (take_word({"contient", "contains"})) return op = Op::contains, true;
        if (take_word({"dans", "in", "parmi"})) return op = Op::among, true;
        if (take_word({"entre", "between"})) return op = Op::between, true;
        if (take_word({"commence", "starts", "begins"})) return op = Op::begins, (void)take_word({"par", "with"}), true;
        if (take_word({"finit", "ends"})) return op = Op::ends, (void)take_word({"par", "with"}), true;
        if (take_word({"est", "is"})) {
            if (take_word({"non", "not", "pas"})) negated = !negated;
            return is_what(op, token);
        }
        (void)fail(token, "table.filter.expected_operator");
        return false;
    }
    bool is_what(Op& op, const Token& token) {
        if (take_word({"vide", "empty", "null", "nul"})) return op = Op::empty, true;
        if (now().kind == TokenKind::text || now().kind == TokenKind::number) return op = Op::equal, true;
        (void)fail(token, "table.filter.expected_empty");
        return false;
    }

    bool value(RowFilter::Node& node) {
        const Token token = now();
        if (token.kind == TokenKind::sign || token.kind == TokenKind::end) return (void)fail(token, "table.filter.expected_value"), false;
        ++next_;
        RowFilter::Value v{folded_plain(token.text), token.text, token.number, token.kind == TokenKind::number};
        if (!v.is_number && node.column->type != Column::Type::text) {
            std::string dotted = token.text;
            std::ranges::replace(dotted, ',', '.');
            const auto number = whole_number(dotted);
            const bool partly = node.op == Op::contains || node.op == Op::begins || node.op == Op::ends;
            if (!number && !partly) return (void)fail(token, "table.filter.not_a_number", {{"column", node.column->name}, {"value", token.text}}), false;
            if (number) v.number = *number, v.is_number = true, v.shown = dotted;
        }
        node.values.push_back(std::move(v));
        return true;
    }
    bool list(RowFilter::Node& node) {
        if (!take_sign("(")) return (void)fail(now(), "table.filter.expected_list"), false;
        do {
            if (!value(node)) return false;
        } while (take_sign(",") || take_sign(";"));
        if (!take_sign(")")) return (void)fail(now(), "table.filter.open_bracket"), false;
        return true;
    }

    std::string_view text_;
    RowFilter filter_;
    std::vector<Token> tokens_;
    std::size_t next_ = 0;
    std::optional<Error> error_;
};

Result<RowFilter> RowFilter::read(std::string_view text, LayerPtr layer) { return RowFilterReader(text, std::move(layer)).read(); }

} // namespace vigie::gis
