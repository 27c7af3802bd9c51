// A file seen as memory, read-only. Empty when it cannot be mapped.
#pragma once

#include <filesystem>
#include <string_view>

namespace vigie::gis {

class MappedFile {
public:
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    [[nodiscard]] std::string_view bytes() const { return {static_cast<const char*>(at_), size_}; }

private:
    void* at_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace vigie::gis
