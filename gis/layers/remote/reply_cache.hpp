// What services answered, kept on disk within a bound: one file per address, named by a one-way hash of it (addresses hold
// keys), checked by a checksum, written beside and renamed, so that a crash leaves the old answer or the new. The least
// recently used go first. Without a folder a few answers are kept in memory only. Any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace vigie::gis::remote {

struct KeptReply {
    std::shared_ptr<const std::string> body;
    std::string etag;
    std::filesystem::file_time_type fresh_until;  // by the clock of files, as their age is
};

class ReplyCache {
public:
    static constexpr std::uintmax_t usual_bytes = std::uintmax_t{500} << 20;
    static constexpr std::size_t memory_bytes = std::size_t{16} << 20;  // of the newest, beside the disk

    explicit ReplyCache(std::filesystem::path folder = {}, std::uintmax_t most_bytes = usual_bytes);

    [[nodiscard]] std::optional<KeptReply> find(const std::string& address);
    void keep(const std::string& address, const KeptReply& reply, bool on_disk = true);
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    void set_limit(std::uintmax_t most_bytes) { most_bytes_ = most_bytes; }  // room is made when the next answer is kept
    [[nodiscard]] std::uintmax_t bytes();  // on disk

private:
    struct File {
        std::uintmax_t bytes = 0;
        std::filesystem::file_time_type used;
    };
    struct InMemory {
        std::string key;
        KeptReply reply;
    };
    [[nodiscard]] std::filesystem::path path_of(const std::string& key) const;
    std::optional<KeptReply> read(const std::string& key) const;
    bool write(const std::string& key, const KeptReply& reply) const;
    void remember(const std::string& key, const KeptReply& reply);
    void look_around();
    void make_room();

    std::filesystem::path folder_;
    std::mutex mutex_;
    std::atomic<std::uintmax_t> most_bytes_;
    std::uintmax_t bytes_ = 0;
    bool looked_ = false;
    std::unordered_map<std::string, File> files_;
    std::list<InMemory> recent_;  // newest first
    std::unordered_map<std::string, std::list<InMemory>::iterator> in_memory_;
    std::size_t bytes_in_memory_ = 0;
};

} // namespace vigie::gis::remote
