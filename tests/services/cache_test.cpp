#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <string>

#include "gis/layers/remote/reply_cache.hpp"
#include "gis/layers/remote/service_health.hpp"
#include "tests/services/served.hpp"

namespace fs = std::filesystem;
using namespace vigie;
using namespace vigie::gis;
using namespace vigie::gis::remote;

namespace {

KeptReply reply_of(std::string body, std::string etag = {}) {
    return {std::make_shared<const std::string>(std::move(body)), std::move(etag), fs::file_time_type(std::chrono::seconds(-1'000'000))};
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    return files;
}

} // namespace

TEST_CASE("an answer that was kept is there at the next start, with its age and its mark, and nothing of its address is written") {
    const fs::path folder = test::fresh_folder("kept");
    const std::string address = "https://h/{z}?key=SECRETKEY", body("\x89PNG\0body\n\nmore", 15);
    ReplyCache(folder).keep(address, reply_of(body, "\"v1\""));
    ReplyCache next(folder);
    const auto found = next.find(address);
    REQUIRE(found);
    CHECK(*found->body == body);
    CHECK(found->etag == "\"v1\"");
    CHECK(found->fresh_until == reply_of("").fresh_until);
    CHECK_FALSE(next.find("https://h/other"));
    for (const fs::path& file : files_in(folder)) {
        std::ifstream in(file, std::ios::binary);
        const std::string all{std::istreambuf_iterator<char>(in), {}};
        CHECK(all.find("SECRETKEY") == std::string::npos);
        CHECK(file.string().find("SECRETKEY") == std::string::npos);
    }
}

TEST_CASE("a file cut or changed is no answer, wherever the damage is") {
    const fs::path folder = test::fresh_folder("damaged");
    ReplyCache(folder).keep("https://h/1", reply_of("a picture of some length"));
    const auto files = files_in(folder);
    REQUIRE(files.size() == 1);
    std::string whole;
    {
        std::ifstream in(files[0], std::ios::binary);
        whole.assign(std::istreambuf_iterator<char>(in), {});
    }
    const auto write = [&](const std::string& bytes) { std::ofstream(files[0], std::ios::binary) << bytes; };
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        write(whole.substr(0, cut));
        CHECK_FALSE(ReplyCache(folder).find("https://h/1"));
    }
    for (std::size_t i = whole.size() - 24; i < whole.size(); ++i) {
        std::string changed = whole;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        write(changed);
        CHECK_FALSE(ReplyCache(folder).find("https://h/1"));
    }
    write(whole);
    CHECK(ReplyCache(folder).find("https://h/1"));
}

TEST_CASE("the disk is used up to its bound; what was used longest ago goes first") {
    const fs::path folder = test::fresh_folder("bounded");
    constexpr std::uintmax_t most = 100'000;
    const std::string body(9'000, 'x');
    const auto name = [](int i) { return "https://h/" + std::to_string(i); };
    {
        ReplyCache cache(folder, most);
        for (int i = 0; i < 10; ++i) cache.keep(name(i), reply_of(body));
    }
    for (const fs::path& file : files_in(folder)) fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(48));
    ReplyCache cache(folder, most);
    CHECK(cache.bytes() > 90'000);
    CHECK(cache.find(name(3)));  // used now: the last to go
    for (int i = 10; i < 16; ++i) {
        cache.keep(name(i), reply_of(body));
        CHECK(cache.bytes() <= most);
    }
    ReplyCache next(folder, most);
    CHECK(next.bytes() == cache.bytes());
    CHECK(next.find(name(3)));
    CHECK(next.find(name(15)));
    int old = 0;
    for (int i = 0; i < 10; ++i) old += next.find(name(i)) ? 1 : 0;
    CHECK(old < 6);
    next.set_limit(0);
    next.keep(name(20), reply_of(body));
    CHECK(next.bytes() == 0);
    CHECK(files_in(folder).empty());
}

TEST_CASE("without a folder, or with one that cannot be written, answers are kept in memory") {
    for (const fs::path& folder : {fs::path(), fs::path("/proc/nowhere/services")}) {
        ReplyCache cache(folder);
        cache.keep("https://h/1", reply_of("x"));
        CHECK(cache.find("https://h/1"));
        CHECK(cache.bytes() == 0);
    }
}

TEST_CASE("a service that fails is left alone for a pause that doubles up to a minute, and is probed by one request") {
    ServiceHealth health("h");
    auto now = std::chrono::steady_clock::time_point{} + std::chrono::hours(1);
    const Error dead{ErrorClass::network, {"remote.unreachable", {{"host", "h"}, {"detail", "after 3 ms"}}}, {"remote.remedy.network", {}}, {}};
    CHECK_FALSE(health.pause(now));
    Millis expected{1'000};
    for (int i = 0; i < 10; ++i) {
        health.failed(dead, {}, now);
        const auto pause = health.pause(now);
        REQUIRE(pause);
        CHECK(*pause <= expected + Millis{1});
        CHECK(*pause > expected - Millis{2});
        now += *pause;
        CHECK_FALSE(health.pause(now));                            // one goes ahead
        CHECK(health.pause(now) == ServiceHealth::while_probing);  // the others wait for it
        expected = std::min(expected * 2, ServiceHealth::longest_pause);
    }
    health.succeeded();
    CHECK_FALSE(health.pause(now));
    CHECK_FALSE(health.pause(now));
}

TEST_CASE("an outage is told once, however many tiles fail and whatever the details say; the next one again") {
    ServiceHealth health("h");
    auto now = std::chrono::steady_clock::time_point{} + std::chrono::hours(1);
    const auto dead = [](const char* detail) { return Error{ErrorClass::network, {"remote.unreachable", {{"host", "h"}, {"detail", detail}}}, {"remote.remedy.network", {}}, {}}; };
    health.failed(dead("after 1 ms"), {}, now);
    const auto notice = health.take_notice();
    REQUIRE(notice);
    CHECK(notice->where == "h");
    CHECK(notice->remedy.key == "remote.remedy.network");
    for (int i = 0; i < 5; ++i) {
        health.failed(dead("after 2 ms"), {}, now += std::chrono::minutes(2));
        CHECK_FALSE(health.take_notice());
    }
    health.succeeded();
    health.failed(dead("after 3 ms"), {}, now += std::chrono::minutes(2));
    CHECK(health.take_notice());
}

TEST_CASE("a service that says when to come back is believed, up to a minute") {
    ServiceHealth health("h");
    const auto now = std::chrono::steady_clock::time_point{} + std::chrono::hours(1);
    health.failed({}, Millis{20'000}, now);
    CHECK(*health.pause(now) > Millis{19'000});
    ServiceHealth other("o");
    other.failed({}, Millis{3'600'000}, now);
    CHECK(*other.pause(now) <= ServiceHealth::longest_pause + Millis{1});
}
