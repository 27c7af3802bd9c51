// A folder for measurements that is gone afterwards.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

namespace vigie::app {

class ScratchFolder {
public:
    ScratchFolder() : path_(std::filesystem::temp_directory_path() / ("vigie-bench-" + std::to_string(::getpid()))) {
        std::error_code ignored;
        std::filesystem::create_directories(path_, ignored);
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace vigie::app
