// Inside of GpuContext, for the files of `render` that implement it. GL thread, except RetireList.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "render/gpu.hpp"

namespace vigie::render {

struct RetireList {
    struct Item {
        GpuKind kind;
        std::uint32_t id;
        std::int64_t bytes;
    };
    std::mutex mutex;
    std::vector<Item> items;  // under mutex
};

struct GpuContext::Impl {
    static constexpr std::uint32_t unknown = 0xffff'ffff;

    std::shared_ptr<RetireList> retired = std::make_shared<RetireList>();
    std::filesystem::path shaders;
    std::string version;
    GpuCounts counts;
    std::vector<std::unique_ptr<Program>> programs;

    // What GL is known to hold; `unknown` after somebody else drew.
    std::uint32_t program = unknown, array = unknown, framebuffer = unknown;
    std::optional<PxRect> view;
    int active_unit = -1;
    std::array<std::uint32_t, 4> bound_texture{};
    std::optional<std::optional<PxRect>> scissor;
    std::optional<Blend> blend;
};

} // namespace vigie::render
