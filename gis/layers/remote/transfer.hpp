// One HTTP(S) request on the wire, for map services and for sources alike: bounded in time, size and speed, given up at once when
// asked to, certificates always verified, nothing but http and https. Connections are kept per thread. Any thread; blocks.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace vigie::gis::remote {

struct HttpLimits {
    std::chrono::milliseconds connect{5'000}, whole{20'000};
    std::size_t bytes = std::size_t{16} << 20;
};

struct TransferRequest {
    std::string method = "GET", url;
    std::vector<std::string> headers;  // "Name: value"
    std::string body;                  // of POST, PUT, PATCH
    std::string user_and_password;     // "name:password", Basic; empty = none
    std::string ca_file;               // authorities besides which none is trusted; empty = those of this machine
    bool follows = true;               // redirects, from https only to https
    HttpLimits limits;
};

struct TransferReply {
    long status = 0;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case, of the last answer
    [[nodiscard]] std::string_view header(std::string_view name) const;  // the first, or empty
};

// No reply: the line is at fault. Any status is a reply.
struct TransferFailure {
    enum class Kind : std::uint8_t { stopped, unknown_host, unreachable, timed_out, certificate, too_big, protocol };
    Kind kind{};
    std::string detail;  // the library's words, with the address in them perhaps
};

// What gives a transfer up: a token, and descriptors (−1 = none) one of which becomes readable.
struct Interrupt {
    std::stop_token token = {};
    int fd = -1, other_fd = -1;
};

[[nodiscard]] std::variant<TransferReply, TransferFailure> transfer(const TransferRequest& request, const Interrupt& interrupt);

} // namespace vigie::gis::remote
