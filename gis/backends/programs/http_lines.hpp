// Web requests that a program lets Vigie make, and their replies, as lines of the program protocol: both ends of "http",
// "http_part" and "http_reply". Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <nlohmann/json_fwd.hpp>

#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis {

inline constexpr std::uint64_t most_program_reply_bytes = 32u << 20;
inline constexpr std::size_t http_part_bytes = 512u << 10;

using HttpOutcome = std::variant<backend::HttpReply, backend::Problem>;

[[nodiscard]] nlohmann::json http_to_json(std::uint64_t id, const vigie_http_request& request);
// What a program asks for, its size bounded; a Problem where that is none.
[[nodiscard]] std::variant<backend::HttpRequest, backend::Problem> http_from_json(const nlohmann::json& message);

// A reply in lines of at most http_part_bytes and what writing them takes: parts of a long body or of one that is no text, then
// the reply itself.
class HttpReplyLines {
public:
    HttpReplyLines(std::uint64_t id, HttpOutcome outcome) : id_(id), outcome_(std::move(outcome)) {}
    [[nodiscard]] std::optional<std::string> next();

private:
    std::uint64_t id_;
    HttpOutcome outcome_;
    std::size_t done_ = 0;
    bool said_ = false, in_parts_ = false;
};

// "body" or "base64" of a message; nothing when neither can be read.
[[nodiscard]] std::optional<std::string> bytes_in(const nlohmann::json& message);
// The other end: "http_reply" read with the parts that came before.
[[nodiscard]] HttpOutcome http_reply_from(const nlohmann::json& message, std::string parts);

} // namespace vigie::gis
