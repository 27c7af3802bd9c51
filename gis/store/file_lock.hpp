// One Vigie per commune file: a lock file beside it, held by the kernel (so a crash frees it), naming who holds it.
#pragma once

#include <filesystem>
#include <string>

#include "gis/model/result.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

class FileLock {
public:
    FileLock() = default;
    // Refused with ErrorClass::conflict when another Vigie holds `file`, with ErrorClass::storage when its folder cannot
    // be written.
    static Result<FileLock> take(const std::filesystem::path& file, Time now);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

private:
    void release();
    int descriptor_ = -1;
    std::filesystem::path lock_;
};

} // namespace vigie::gis
