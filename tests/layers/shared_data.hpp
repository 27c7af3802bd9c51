// Where the real data stands beside the project; a test that needs it skips where it is absent.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>

inline std::filesystem::path shared_data(const char* below) {
    const char* named = std::getenv("VIGIE_SHARED");
    const std::filesystem::path root = named ? std::filesystem::path(named) : std::filesystem::path(VIGIE_SOURCE_DIR) / "../shared";
    const std::filesystem::path path = (root / "data" / below).lexically_normal();
    if (!std::filesystem::exists(path)) SKIP("no shared data at " << path.string());
    return path;
}
