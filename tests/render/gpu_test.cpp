#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "render/gpu.hpp"

namespace fs = std::filesystem;
using namespace vigie;
using namespace vigie::render;

namespace {

struct Gl {
    std::unique_ptr<OffscreenContext> offscreen;
    std::unique_ptr<GpuContext> gpu;
    explicit Gl(const fs::path& shaders = fs::path(VIGIE_SOURCE_DIR) / "shaders") {
        auto made = OffscreenContext::create();
        REQUIRE(made.ok());
        offscreen = std::move(made).value();
        auto context = GpuContext::create(shaders);
        REQUIRE(context.ok());
        gpu = std::move(context).value();
    }
};

void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

struct ShaderFolder {
    fs::path path = fs::path(VIGIE_BINARY_DIR) / "shader_edit";
    ShaderFolder() {
        fs::remove_all(path);
        fs::create_directories(path);
        write(path / "prelude.glsl", "");
        write(path / "a.vert", "void main() { gl_Position = vec4(0); }");
        write(path / "a.frag", "out vec4 color; void main() { color = vec4(1); }");
    }
    void edit(const std::string& text) {
        write(path / "a.frag", text);
        fs::last_write_time(path / "a.frag", fs::file_time_type::clock::now() + std::chrono::seconds(++edits));
    }
    int edits = 0;
};

} // namespace

TEST_CASE("every shader pair of the folder compiles") {
    Gl gl;
    int pairs = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(VIGIE_SOURCE_DIR) / "shaders")) {
        if (entry.path().extension() != ".vert") continue;
        for (const char* defines : {"", "#define ROTATED 1\n", "#define PATTERN 1\n#define DASHED 1\n#define ASIDE 1\n", "#define FILM 1\n"}) {
            const Program& program = gl.gpu->program(entry.path().stem().string(), defines);
            INFO(program.log());
            CHECK(program.ok());
        }
        ++pairs;
    }
    INFO(pairs << " pairs");
}

TEST_CASE("a broken shader edit keeps the last good program and shows the log") {
    ShaderFolder folder;
    Gl gl(folder.path);
    Program& program = gl.gpu->program("a");
    REQUIRE(program.ok());
    const auto good = program.id();
    folder.edit("out vec4 color; void main() { color = nonsense; }");
    CHECK(gl.gpu->reload_changed() == std::vector<std::string>{"a"});
    CHECK(program.id() == good);
    CHECK(program.log().find("nonsense") != std::string::npos);
    CHECK(gl.gpu->use(program));
    folder.edit("out vec4 color; void main() { color = vec4(0.5); }");
    CHECK(gl.gpu->reload_changed().empty());
    CHECK(program.log().empty());
    CHECK(program.id() != good);
}

TEST_CASE("a shader that never compiled is refused, not drawn") {
    ShaderFolder folder;
    folder.edit("void main() { broken }");
    Gl gl(folder.path);
    Program& program = gl.gpu->program("a");
    CHECK_FALSE(program.ok());
    CHECK_FALSE(gl.gpu->use(program));
    CHECK_FALSE(program.log().empty());
    CHECK_FALSE(gl.gpu->program("absent").ok());
}

TEST_CASE("a context without the shader folder says so") {
    auto offscreen = OffscreenContext::create();
    REQUIRE(offscreen.ok());
    auto context = GpuContext::create("/nowhere/at/all");
    REQUIRE_FALSE(context.ok());
    CHECK(context.error().text.key == "render.error.shaders");
}

TEST_CASE("handles give their memory back, from any thread, also moved and overwritten") {
    Gl gl;
    const std::vector<float> data(1000, 1.0f);
    {
        Buffer a = gl.gpu->make_buffer(BufferUse::vertex, bytes_of(data));
        Buffer b = gl.gpu->make_buffer(BufferUse::index, bytes_of(data));
        a = std::move(b);
        CHECK_FALSE(static_cast<bool>(b));
        VertexArray array = gl.gpu->make_vertex_array(a, {{0, 2, Attribute::Type::f32}}, 8);
        Texture texture = gl.gpu->make_texture(16, 8, PixelFormat::rgba8, Filter::linear);
        Framebuffer target = gl.gpu->make_framebuffer(texture);
        CHECK(gl.gpu->counts().buffers == 2);
        CHECK(gl.gpu->counts().bytes == 2 * 4000 + 16 * 8 * 4);
        gl.gpu->update(a, BufferUse::vertex, bytes_of(std::vector<float>(10)));
        CHECK(gl.gpu->counts().bytes == 4000 + 40 + 16 * 8 * 4);
        std::jthread([moved = std::move(texture)]() mutable { const Texture dropped = std::move(moved); });
    }
    gl.gpu->collect();
    GpuCounts expected;
    expected.bytes_uploaded = 8040;
    CHECK(gl.gpu->counts() == expected);
}

TEST_CASE("an image written as PNG is read back the same") {
    std::mt19937 random(7);
    Image image{37, 21, {}};
    image.rgba.resize(37 * 21 * 4);
    for (auto& value : image.rgba) value = static_cast<std::uint8_t>(random());
    const fs::path file = fs::path(VIGIE_BINARY_DIR) / "round_trip.png";
    REQUIRE(write_png(image, file).ok());
    const auto again = read_png(file);
    REQUIRE(again.ok());
    CHECK(again->width == 37);
    CHECK(again->height == 21);
    CHECK(again->rgba == image.rgba);
    CHECK_FALSE(read_png("/nowhere.png").ok());
    CHECK_FALSE(write_png(image, "/nowhere/at/all.png").ok());
}
