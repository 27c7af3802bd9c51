#include "gis/store/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "gis/model/entity_json.hpp"

namespace vigie::gis {

namespace {

constexpr int max_tries = 16;  // another Vigie may remove the lock file between our open and our lock

std::string holder(int descriptor) {
    char text[256] = {};
    const ssize_t size = pread(descriptor, text, sizeof text - 1, 0);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string("?");
}

std::string host_name() {
    char host[128] = {};
    return gethostname(host, sizeof host - 1) == 0 ? host : "?";
}

Error cannot_lock(const std::filesystem::path& file, int code) {
    const bool read_only = code == EACCES || code == EROFS || code == EPERM;
    const char* key = read_only ? "store.error.read_only" : code == ENOSPC ? "store.error.disk_full" : "store.error.cannot_open";
    return {.klass = ErrorClass::storage, .text = {key, {{"file", file.string()}}}, .remedy = {std::string(key) + ".remedy", {}},
            .detail = std::strerror(code)};
}

} // namespace

Result<FileLock> FileLock::take(const std::filesystem::path& file, Time now) {
    FileLock lock;
    lock.lock_ = file.string() + ".lock";
    for (int i = 0; i < max_tries; ++i) {
        const int descriptor = open(lock.lock_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (descriptor < 0) return cannot_lock(file, errno);
        if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            Error error{.klass = ErrorClass::conflict,
                        .text = {"store.error.in_use", {{"file", file.string()}, {"holder", holder(descriptor)}}},
                        .remedy = {"store.error.in_use.remedy", {}}};
            close(descriptor);
            return error;
        }
        struct stat ours{}, named{};
        if (fstat(descriptor, &ours) != 0 || stat(lock.lock_.c_str(), &named) != 0 || ours.st_ino != named.st_ino) {
            close(descriptor);
            continue;
        }
        lock.descriptor_ = descriptor;
        const std::string text = host_name() + ", " + std::to_string(getpid()) + ", " + rfc3339(now);
        if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, text.data(), text.size(), 0) < 0) return cannot_lock(file, errno);
        return lock;
    }
    return cannot_lock(file, EAGAIN);
}

FileLock::FileLock(FileLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), lock_(std::move(other.lock_)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    if (this == &other) return *this;
    release();
    descriptor_ = std::exchange(other.descriptor_, -1);
    lock_ = std::move(other.lock_);
    return *this;
}

FileLock::~FileLock() { release(); }

void FileLock::release() {
    if (descriptor_ < 0) return;
    unlink(lock_.c_str());  // while we still hold it, so nobody else's lock is removed
    close(descriptor_);
    descriptor_ = -1;
}

} // namespace vigie::gis
