#include "tests/simulation/faulty_wire.hpp"

#include <nlohmann/json.hpp>

namespace vigie::test {

using gis::remote::Interrupt;
using gis::remote::TransferFailure;
using gis::remote::TransferReply;
using gis::remote::TransferRequest;
using nlohmann::json;

namespace {

constexpr int most_in_a_second = 120;
constexpr double foul_share = 0.35;

// Somewhere in it a member has another name, another type, or is nothing.
void drift(json& value, Random& random, int depth = 0) {
    if (value.is_array() && !value.empty()) return drift(value[static_cast<std::size_t>(among(random, 0, static_cast<std::int64_t>(value.size()) - 1))], random, depth);
    if (!value.is_object() || value.empty()) {
        value = chance(random, 0.5) ? json(nullptr) : json::object({{"new", "form"}});
        return;
    }
    auto member = value.begin();
    std::advance(member, among(random, 0, static_cast<std::int64_t>(value.size()) - 1));
    if (depth < 4 && member.value().is_structured() && chance(random, 0.6)) return drift(member.value(), random, depth + 1);
    const std::string key = member.key();
    json old = member.value();
    if (chance(random, 0.4)) {
        value.erase(key);
        value["new_" + key] = std::move(old);
    } else value[key] = chance(random, 0.5) ? json(nullptr) : json::array({json::object({{"value", std::move(old)}})});
}

} // namespace

void FaultyWire::watch(const TransferRequest& request) {
    const std::int64_t now = time_.elapsed_ms();
    ++requests;
    if (now < not_before_) complaints.push_back("asked " + std::to_string(not_before_ - now) + " ms before Retry-After: " + request.method + " " + request.url);
    in_second_ = now / 1'000 == second_ ? in_second_ + 1 : 0;
    second_ = now / 1'000;
    if (in_second_ == most_in_a_second) complaints.push_back("asks without a pause: " + request.method + " " + request.url);
}

TransferReply FaultyWire::refusal() {
    TransferReply reply;
    switch (among(random_, 0, 3)) {
    case 0: reply.status = 500; reply.body = "<html>stack trace</html>"; break;
    case 1: reply.status = 502; break;
    default: {
        reply.status = chance(random_, 0.5) ? 429 : 503;
        const std::int64_t s = among(random_, 1, 1'200);
        reply.headers.emplace_back("retry-after", std::to_string(s));
        not_before_ = time_.elapsed_ms() + s * 1'000;
    }
    }
    return reply;
}

void FaultyWire::spoil(TransferReply& reply) {
    switch (among(random_, 0, 3)) {
    case 0:  // cut, and nobody says so
        reply.body.resize(static_cast<std::size_t>(among(random_, 0, static_cast<std::int64_t>(reply.body.size()))));
        break;
    case 1:
        for (char& c : reply.body)
            if (chance(random_, 0.02)) c = static_cast<char>(among(random_, 128, 255));  // never another true word: nobody could tell
        break;
    case 2: reply.body = "<html><body>Portail captif</body></html>"; break;
    default:
        if (json value = json::parse(reply.body, nullptr, false); !value.is_discarded()) {
            drift(value, random_);
            reply.body = value.dump();
        }
    }
}

std::variant<TransferReply, TransferFailure> FaultyWire::operator()(const TransferRequest& request, const Interrupt& interrupt) {
    using enum TransferFailure::Kind;
    watch(request);
    const auto pause = [&](std::int64_t ms) { time_.wait(ms, interrupt.fd, interrupt.other_fd); };
    const bool may_repeat = request.method != "POST" || request.body.find("update_id=") != std::string::npos;
    if (weather == Weather::cut) {
        ++faults;
        if (chance(random_, 0.5)) return TransferFailure{unreachable, "cut"};
        pause(request.limits.connect.count());
        return TransferFailure{timed_out, "cut"};
    }
    if (weather == Weather::refusing) {
        ++faults;
        TransferReply reply;
        reply.status = 401;
        return reply;
    }
    if (weather == Weather::fair || !chance(random_, foul_share)) {
        TransferReply reply = server_(request);
        if (request.method == "GET") before_.insert_or_assign(request.url, reply);
        return reply;
    }
    ++faults;
    switch (among(random_, 0, 6)) {
    case 0:  // lost on the way there
        pause(among(random_, 0, request.limits.whole.count()));
        return TransferFailure{unreachable, "reset"};
    case 1:  // lost on the way back
        (void)server_(request);
        pause(request.limits.whole.count());
        return TransferFailure{timed_out, "no answer"};
    case 2: return refusal();
    case 3: {  // late
        TransferReply reply = server_(request);
        pause(among(random_, 1, request.limits.whole.count() - 1));
        return reply;
    }
    case 4: {  // twice
        if (may_repeat) (void)server_(request);
        return server_(request);
    }
    case 5: {  // an old answer
        const auto before = before_.find(request.url);
        return request.method == "GET" && before != before_.end() ? before->second : server_(request);
    }
    default: {
        TransferReply reply = server_(request);
        spoil(reply);
        return reply;
    }
    }
}

} // namespace vigie::test
