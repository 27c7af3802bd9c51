#include <algorithm>
#include <charconv>
#include <optional>

#include "gis/layers/qgis/expression.hpp"
#include "gis/layers/qgis/expression_tree.hpp"

namespace vigie::gis::qgis {

namespace {

using Kind = Node::Kind;

struct Token {
    enum class Type { end, word, quoted_field, text, number, sign, variable, bad } type = Type::end;
    std::string text;   // words in capitals too, see `word`
    std::string upper;
    double number = 0;
};

constexpr std::size_t most_nodes = 2'000;  // chains of + make trees as deep as they are long

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Lexer {
public:
    explicit Lexer(std::string_view text) : in_(text) {}

    Token next() {
        skip();
        if (at_ >= in_.size()) return {};
        const char c = in_[at_];
        if (c == '\'') return quoted('\'', Token::Type::text);
        if (c == '"') return quoted('"', Token::Type::quoted_field);
        if (is_digit(c) || (c == '.' && at_ + 1 < in_.size() && is_digit(in_[at_ + 1]))) return number();
        if (is_letter(c) || c == '$' || c == '@') return word();
        return sign();
    }

private:
    void skip() {
        while (at_ < in_.size()) {
            if (in_[at_] == ' ' || in_[at_] == '\t' || in_[at_] == '\n' || in_[at_] == '\r') ++at_;
            else if (in_.substr(at_, 2) == "--") at_ = std::min(in_.find('\n', at_), in_.size());
            else if (in_.substr(at_, 2) == "/*") at_ = std::min(in_.find("*/", at_ + 2), in_.size() - 2) + 2;
            else return;
        }
    }
    Token quoted(char quote, Token::Type type) {
        Token token{type, {}, {}, 0};
        for (++at_; at_ < in_.size(); ++at_) {
            if (in_[at_] == quote) {
                if (at_ + 1 < in_.size() && in_[at_ + 1] == quote) ++at_;
                else return ++at_, token;
            } else if (in_[at_] == '\\' && quote == '\'' && at_ + 1 < in_.size()) {
                ++at_;
                token.text += in_[at_] == 'n' ? '\n' : in_[at_] == 't' ? '\t' : in_[at_];
                continue;
            }
            token.text += in_[at_];
        }
        return {Token::Type::bad, {}, {}, 0};  // never closed
    }
    Token number() {
        Token token{Token::Type::number, {}, {}, 0};
        const auto [end, error] = std::from_chars(in_.data() + at_, in_.data() + in_.size(), token.number);
        if (error != std::errc()) return {Token::Type::bad, {}, {}, 0};
        at_ = static_cast<std::size_t>(end - in_.data());
        return token;
    }
    Token word() {
        Token token{in_[at_] == '$' || in_[at_] == '@' ? Token::Type::variable : Token::Type::word, {}, {}, 0};
        const std::size_t begin = at_++;
        while (at_ < in_.size() && (is_letter(in_[at_]) || is_digit(in_[at_]))) ++at_;
        token.text = std::string(in_.substr(begin, at_ - begin));
        for (const char c : token.text) token.upper += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
        return token;
    }
    Token sign() {
        for (const std::string_view two : {"<>", "!=", "<=", ">=", "||", "//", ":="})
            if (in_.substr(at_, 2) == two) return at_ += 2, Token{Token::Type::sign, std::string(two), {}, 0};
        return {Token::Type::sign, std::string(1, in_[at_++]), {}, 0};
    }

    std::string_view in_;
    std::size_t at_ = 0;
};

template <class... Parts>
NodePtr join(NodePtr made, Parts... parts) {
    (made->parts.push_back(std::move(parts)), ...);
    return made;
}

// Recursive descent, weakest operator first. A failure leaves `unknown` and everything above gives nothing.
class Parser {
public:
    explicit Parser(std::string_view text) : lexer_(text) { advance(); }

    Parsed run() {
        NodePtr root = either();
        if (root && token_.type != Token::Type::end) root = fail("syntax");
        if (!unknown_.empty()) root = nullptr;
        return {std::move(root), unknown_};
    }

private:
    NodePtr fail(const std::string& why) {
        if (unknown_.empty()) unknown_ = why;
        return nullptr;
    }
    void advance() { token_ = lexer_.next(); }
    bool is_word(const char* upper) const { return token_.type == Token::Type::word && token_.upper == upper; }
    bool is_sign(const char* text) const { return token_.type == Token::Type::sign && token_.text == text; }
    bool take_word(const char* upper) { return is_word(upper) && (advance(), true); }
    bool take_sign(const char* text) { return is_sign(text) && (advance(), true); }

    NodePtr made(Kind kind, std::string text = {}, double number = 0) {
        if (++nodes_ > most_nodes) (void)fail("too long");
        auto fresh = std::make_unique<Node>();
        fresh->kind = kind;
        fresh->text = std::move(text);
        fresh->number = number;
        return fresh;
    }

    NodePtr either() { return chain(Kind::either, "OR", &Parser::both); }
    NodePtr both() { return chain(Kind::both, "AND", &Parser::negation); }
    NodePtr chain(Kind kind, const char* word, NodePtr (Parser::*next)()) {
        NodePtr first = (this->*next)();
        if (!first || !is_word(word)) return first;
        NodePtr all = join(made(kind), std::move(first));
        while (take_word(word)) {
            NodePtr one = (this->*next)();
            if (!one) return nullptr;
            all->parts.push_back(std::move(one));
        }
        return all;
    }
    NodePtr with(Kind kind, NodePtr left, NodePtr right, std::string text = {}) {
        if (!left || !right) return nullptr;
        return join(made(kind, std::move(text)), std::move(left), std::move(right));
    }
    NodePtr negation() {
        if (!take_word("NOT")) return comparison();
        if (++depth_ > most_expression_depth) return fail("syntax");
        NodePtr inner = negation();
        --depth_;
        return inner ? join(made(Kind::negation), std::move(inner)) : nullptr;
    }
    NodePtr negated(NodePtr inner, bool yes) { return inner && yes ? join(made(Kind::negation), std::move(inner)) : std::move(inner); }

    NodePtr comparison() {
        NodePtr left = sum();
        while (left) {
            const std::string sign = token_.type == Token::Type::sign ? token_.text : std::string();
            if (sign == "=" || sign == "<>" || sign == "!=" || sign == "<" || sign == ">" || sign == "<=" || sign == ">=") {
                advance();
                left = with(Kind::compare, std::move(left), sum(), sign == "=" ? "==" : sign == "<>" ? "!=" : sign);
            } else if (sign == "~") {
                return fail("~");
            } else if (is_word("IS") || is_word("LIKE") || is_word("ILIKE") || is_word("IN") || is_word("BETWEEN") || is_word("NOT")) {
                left = word_comparison(std::move(left));
            } else {
                break;
            }
        }
        return left;
    }
    NodePtr word_comparison(NodePtr left) {
        if (take_word("IS")) {
            const bool no = take_word("NOT");
            if (take_word("NULL")) return negated(join(made(Kind::is_null), std::move(left)), no);
            return with(Kind::compare, std::move(left), sum(), no ? "!=" : "==");
        }
        const bool no = take_word("NOT");
        if (take_word("LIKE")) return negated(with(Kind::like, std::move(left), sum()), no);
        if (take_word("ILIKE")) return negated(with(Kind::ilike, std::move(left), sum()), no);
        if (take_word("IN")) return negated(among(std::move(left)), no);
        if (take_word("BETWEEN")) return negated(between(std::move(left)), no);
        return fail("syntax");
    }
    NodePtr between(NodePtr left) {
        NodePtr low = sum();
        if (!low || !take_word("AND")) return fail("syntax");
        NodePtr high = sum();
        return high ? join(made(Kind::between), std::move(left), std::move(low), std::move(high)) : nullptr;
    }
    NodePtr among(NodePtr left) {
        if (!take_sign("(")) return fail("syntax");
        NodePtr list = join(made(Kind::among), std::move(left));
        if (!arguments(*list)) return nullptr;
        return list->parts.size() > 1 ? std::move(list) : fail("syntax");
    }
    // After "(": up to and with ")".
    bool arguments(Node& into) {
        if (take_sign(")")) return true;
        while (true) {
            NodePtr one = either();
            if (!one) return false;
            if (is_sign(":=")) return fail(":=") != nullptr;
            into.parts.push_back(std::move(one));
            if (take_sign(")")) return true;
            if (!take_sign(",")) return fail("syntax") != nullptr;
        }
    }
    NodePtr sum() {
        NodePtr left = product();
        while (left && (is_sign("+") || is_sign("-"))) left = binary(std::move(left), &Parser::product);
        return left;
    }
    NodePtr product() {
        NodePtr left = power();
        while (left && (is_sign("*") || is_sign("/") || is_sign("%") || is_sign("//"))) left = binary(std::move(left), &Parser::power);
        return left;
    }
    NodePtr binary(NodePtr left, NodePtr (Parser::*next)()) {
        const std::string sign = token_.text;
        advance();
        return with(Kind::arithmetic, std::move(left), (this->*next)(), sign);
    }
    NodePtr power() {
        NodePtr left = joined();
        if (!left || !take_sign("^")) return left;
        return with(Kind::arithmetic, std::move(left), joined(), "^");
    }
    NodePtr joined() {
        NodePtr left = unary();
        while (left && take_sign("||")) left = with(Kind::join, std::move(left), unary());
        return left;
    }
    NodePtr unary() {
        if (take_sign("-")) {
            if (++depth_ > most_expression_depth) return fail("syntax");
            NodePtr inner = unary();
            --depth_;
            if (inner && inner->kind == Kind::number) return inner->number = -inner->number, std::move(inner);
            return with(Kind::arithmetic, made(Kind::number), std::move(inner), "-");
        }
        take_sign("+");
        if (++depth_ > most_expression_depth) return fail("syntax");
        NodePtr inner = primary();
        --depth_;
        return inner;
    }
    NodePtr primary() {
        const Token token = token_;
        switch (token.type) {
        case Token::Type::number: advance(); return made(Kind::number, {}, token.number);
        case Token::Type::text: advance(); return made(Kind::text, token.text);
        case Token::Type::quoted_field: advance(); return made(Kind::field, token.text);
        case Token::Type::variable: advance(); return made(Kind::variable, token.text);
        case Token::Type::word: return word();
        case Token::Type::sign:
            if (take_sign("(")) {
                NodePtr inner = either();
                if (inner && !take_sign(")")) return fail("syntax");
                return inner;
            }
            return fail("syntax");
        case Token::Type::end: case Token::Type::bad: return fail("syntax");
        }
        return fail("syntax");
    }
    NodePtr word() {
        const Token token = token_;
        advance();
        if (token.upper == "TRUE" || token.upper == "FALSE") return made(Kind::truth, {}, token.upper == "TRUE" ? 1 : 0);
        if (token.upper == "NULL") return made(Kind::null);
        if (token.upper == "CASE") return choice();
        if (!take_sign("(")) return made(Kind::field, token.text);
        std::string name = token.text;
        for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        NodePtr call = made(Kind::call, std::move(name));
        return arguments(*call) ? std::move(call) : nullptr;
    }
    NodePtr choice() {
        NodePtr cases = made(Kind::choice);
        while (take_word("WHEN")) {
            NodePtr condition = either();
            if (!condition || !take_word("THEN")) return fail("syntax");
            NodePtr value = either();
            if (!value) return nullptr;
            cases->parts.push_back(std::move(condition));
            cases->parts.push_back(std::move(value));
        }
        if (take_word("ELSE")) {
            NodePtr value = either();
            if (!value) return nullptr;
            cases->parts.push_back(std::move(value));
            cases->number = 1;
        }
        return take_word("END") && cases->parts.size() > 1 ? std::move(cases) : fail("syntax");
    }

    Lexer lexer_;
    Token token_;
    std::string unknown_;
    int depth_ = 0;
    std::size_t nodes_ = 0;
};

} // namespace

Parsed parse_expression(std::string_view text) {
    if (text.size() > most_expression_bytes) return {nullptr, "too long"};
    return Parser(text).run();
}

} // namespace vigie::gis::qgis
