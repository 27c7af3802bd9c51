#include "gis/layers/remote/reply_cache.hpp"

#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "gis/layers/hash.hpp"

namespace vigie::gis::remote {

namespace {

namespace fs = std::filesystem;
constexpr std::string_view first_line = "vigie-reply 1";
constexpr std::size_t most_etag = 512;
constexpr auto touch_every = std::chrono::hours(1);  // how exact "recently used" is on disk
constexpr double room_left = 0.9;                    // of the bound, after old answers went

std::string key_of(const std::string& address) {
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(address.data()), address.size(), nullptr, 0);
    constexpr char digits[] = "0123456789abcdef";
    std::string key;
    for (const unsigned char c : hash) key += {digits[c >> 4], digits[c & 15]};
    return key;
}

std::int64_t seconds_of(fs::file_time_type t) { return std::chrono::duration_cast<std::chrono::seconds>(t.time_since_epoch()).count(); }

// The next line, and `text` behind it; nothing when there is none.
std::optional<std::string_view> line_of(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

} // namespace

ReplyCache::ReplyCache(fs::path folder, std::uintmax_t most_bytes) : folder_(std::move(folder)), most_bytes_(most_bytes) {
    if (sodium_init() < 0) folder_.clear();  // without hashes no names: memory only
}

fs::path ReplyCache::path_of(const std::string& key) const { return folder_ / key.substr(0, 2) / (key.substr(2) + ".reply"); }

std::optional<KeptReply> ReplyCache::read(const std::string& key) const {
    std::ifstream in(path_of(key), std::ios::binary);
    if (!in) return {};
    const std::string all{std::istreambuf_iterator<char>(in), {}};
    std::string_view rest = all;
    const auto magic = line_of(rest), until = line_of(rest), etag = line_of(rest), checksum = line_of(rest);
    if (!magic || *magic != first_line || !checksum) return {};
    std::int64_t fresh = 0;
    if (std::from_chars(until->data(), until->data() + until->size(), fresh).ec != std::errc()) return {};
    Hash64 hash;
    hash.add(rest);
    if (hash.hex() != *checksum) return {};
    return KeptReply{std::make_shared<const std::string>(rest), std::string(*etag), fs::file_time_type(std::chrono::seconds(fresh))};
}

bool ReplyCache::write(const std::string& key, const KeptReply& reply) const {
    static std::atomic<unsigned> counter = 0;
    const fs::path path = path_of(key), beside = path.string() + "." + std::to_string(::getpid()) + "-" + std::to_string(++counter) + ".new";
    std::error_code ec;
    fs::create_directories(path.parent_path(), ec);
    Hash64 hash;
    hash.add(*reply.body);
    {
        std::ofstream out(beside, std::ios::binary);
        out << first_line << '\n' << seconds_of(reply.fresh_until) << '\n' << (reply.etag.size() > most_etag ? std::string() : reply.etag) << '\n' << hash.hex() << '\n' << *reply.body;
        out.close();
        if (!out) {
            fs::remove(beside, ec);
            return false;
        }
    }
    fs::rename(beside, path, ec);
    if (ec) fs::remove(beside, ec);
    return !ec;
}

// What earlier runs left; pieces of a write that did not end go.
void ReplyCache::look_around() {
    if (std::exchange(looked_, true) || folder_.empty()) return;
    std::error_code ec;
    for (fs::recursive_directory_iterator it(folder_, ec), end; !ec && it != end; it.increment(ec)) {
        std::error_code of_file;
        if (!it->is_regular_file(of_file)) continue;
        const fs::path& path = it->path();
        if (path.extension() != ".reply") {
            if (path.extension() == ".new" && fs::file_time_type::clock::now() - it->last_write_time(of_file) > touch_every) fs::remove(path, of_file);
            continue;
        }
        const File file{it->file_size(of_file), it->last_write_time(of_file)};
        if (of_file) continue;
        bytes_ += file.bytes;
        files_[path.parent_path().filename().string() + path.stem().string()] = file;
    }
}

void ReplyCache::make_room() {
    if (bytes_ <= most_bytes_) return;
    std::vector<std::pair<fs::file_time_type, std::string>> oldest;
    for (const auto& [key, file] : files_) oldest.emplace_back(file.used, key);
    std::ranges::sort(oldest);
    const auto enough = static_cast<std::uintmax_t>(static_cast<double>(most_bytes_.load()) * room_left);
    for (const auto& [used, key] : oldest) {
        if (bytes_ <= enough) return;
        std::error_code ec;
        fs::remove(path_of(key), ec);
        bytes_ -= files_[key].bytes;
        files_.erase(key);
    }
}

void ReplyCache::remember(const std::string& key, const KeptReply& reply) {
    if (const auto known = in_memory_.find(key); known != in_memory_.end()) {
        bytes_in_memory_ -= known->second->reply.body->size();
        recent_.erase(known->second);
        in_memory_.erase(known);
    }
    recent_.push_front({key, reply});
    in_memory_[key] = recent_.begin();
    bytes_in_memory_ += reply.body->size();
    while (bytes_in_memory_ > memory_bytes && recent_.size() > 1) {
        bytes_in_memory_ -= recent_.back().reply.body->size();
        in_memory_.erase(recent_.back().key);
        recent_.pop_back();
    }
}

std::optional<KeptReply> ReplyCache::find(const std::string& address) {
    const std::string key = key_of(address);
    {
        const std::lock_guard lock(mutex_);
        if (const auto known = in_memory_.find(key); known != in_memory_.end()) return known->second->reply;
    }
    if (folder_.empty()) return {};
    auto reply = read(key);
    if (!reply) return {};
    const std::lock_guard lock(mutex_);
    remember(key, *reply);
    if (const auto file = files_.find(key); file != files_.end()) {
        const auto now = fs::file_time_type::clock::now();
        std::error_code ec;
        if (now - file->second.used > touch_every) fs::last_write_time(path_of(key), now, ec);
        file->second.used = now;
    }
    return reply;
}

void ReplyCache::keep(const std::string& address, const KeptReply& reply, bool on_disk) {
    const std::string key = key_of(address);
    const bool written = on_disk && !folder_.empty() && write(key, reply);
    std::error_code ec;
    const std::uintmax_t size = written ? fs::file_size(path_of(key), ec) : 0;
    const std::lock_guard lock(mutex_);
    remember(key, reply);
    if (!written || ec) return;
    look_around();
    File& file = files_[key];  // found by looking around, or older
    const bool counted = file.bytes != 0;
    if (counted) bytes_ -= file.bytes;
    file = {size, fs::file_time_type::clock::now()};
    bytes_ += size;
    make_room();
}

std::uintmax_t ReplyCache::bytes() {
    const std::lock_guard lock(mutex_);
    look_around();
    return bytes_;
}

} // namespace vigie::gis::remote
