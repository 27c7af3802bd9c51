#include "stage.hpp"

#include <epoxy/gl.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "render/icons.hpp"
#include "tests/render/golden.hpp"

namespace vigie::render::stage {

namespace {

constexpr Rgba hex(std::uint32_t v) {
    return {static_cast<std::uint8_t>(v >> 16), static_cast<std::uint8_t>(v >> 8), static_cast<std::uint8_t>(v), 255};
}

const Inks day{.surface = hex(0xFFFFFF), .halo = hex(0xFFFFFF), .text_strong = hex(0x12202A), .text_weak = hex(0x586670), .line = hex(0xB4BEC5),
               .accent = hex(0x0B6470), .on_accent = hex(0xFFFFFF), .selection = hex(0x0F1B24), .crew = hex(0x12202A), .on_crew = hex(0xFFFFFF),
               .flag = hex(0xFFFFFF), .ground = hex(0xEFEEE9), .warn_edge = hex(0x5E4000), .warn_glyph = hex(0x5E4000),
               .full = {hex(0x56188E), hex(0x1769D2), hex(0xEFAF00), hex(0xD0380F), hex(0x125E46), hex(0x7C8890)},
               .on = {hex(0xFFFFFF), hex(0xFFFFFF), hex(0x5E4000), hex(0xFFFFFF), hex(0xFFFFFF), hex(0xFFFFFF)}};
const Inks night{.surface = hex(0x131B21), .halo = hex(0x0B1115), .text_strong = hex(0xF0F4F6), .text_weak = hex(0x94A2AB), .line = hex(0x2B3842),
                 .accent = hex(0x4FC4CE), .on_accent = hex(0x05262A), .selection = hex(0xFFFFFF), .crew = hex(0xF0F4F6), .on_crew = hex(0x12202A),
                 .flag = hex(0x1A242B), .ground = hex(0x141B20), .warn_edge = hex(0x1B1500), .warn_glyph = hex(0x1B1500),
                 .full = {hex(0xD9BEF7), hex(0x2F95FF), hex(0xF7CD30), hex(0xF9492A), hex(0x8DEABF), hex(0x8794A0)},
                 .on = {hex(0x0B1115), hex(0x0B1115), hex(0x1B1500), hex(0x190501), hex(0x0B1115), hex(0x0B1115)}};

std::size_t at(Family f) { return static_cast<std::size_t>(f); }

} // namespace

const Inks& inks(bool dark) { return dark ? night : day; }

std::unique_ptr<Stage> Stage::open(std::string& why_not) {
    setenv("EGL_PLATFORM", "surfaceless", 0);
    std::unique_ptr<Stage> stage(new Stage);
    auto context = OffscreenContext::create();
    if (!context) {
        why_not = context.error().text.key + " " + context.error().detail;
        return nullptr;
    }
    stage->context_ = std::move(*context);
    const std::filesystem::path share = std::filesystem::path(VIGIE_BINARY_DIR) / "share/vigie";
    auto gpu = GpuContext::create(share / "shaders");
    if (!gpu) {
        why_not = gpu.error().text.key;
        return nullptr;
    }
    stage->gpu_ = std::move(*gpu);
    const auto fonts = share / "fonts";
    auto atlas = GlyphAtlas::create(*stage->gpu_, {.regular = fonts / "Inter-Regular.otf", .semibold = fonts / "Inter-SemiBold.otf",
                                                   .icons = fonts / "MaterialIcons-Regular.ttf"});
    if (!atlas) {
        why_not = atlas.error().text.key;
        return nullptr;
    }
    stage->atlas_ = std::move(*atlas);
    auto overlay = OverlayPass::create(*stage->gpu_, *stage->atlas_);
    if (!overlay) {
        why_not = overlay.error().detail;
        return nullptr;
    }
    stage->overlay_ = std::move(*overlay);
    return stage;
}

Stage::~Stage() = default;

void Stage::begin(const Camera& camera, Rgba ground) {
    if (texture_.width != camera.width || texture_.height != camera.height) {
        texture_ = gpu_->make_texture(camera.width, camera.height, PixelFormat::rgba8, Filter::nearest);
        framebuffer_ = gpu_->make_framebuffer(texture_);
    }
    gpu_->bind_framebuffer(framebuffer_.id(), camera.width, camera.height);
    gpu_->scissor({});
    glClearColor(static_cast<float>(ground.r) / 255, static_cast<float>(ground.g) / 255, static_cast<float>(ground.b) / 255, 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

Image Stage::read(const Camera& camera) {
    Image image{.width = camera.width, .height = camera.height, .rgba = {}};
    image.rgba.resize(static_cast<std::size_t>(camera.width) * static_cast<std::size_t>(camera.height) * 4);
    glReadPixels(0, 0, camera.width, camera.height, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
    gpu_->collect();
    return image;
}

Image Stage::draw(const Camera& camera, const FrameTime& time, Rgba ground) {
    return with(camera, ground, [&] { overlay_->draw(camera, time); });
}

std::string compare_golden(const Image& image, const std::string& name) {
    return test::compare_golden(image, std::filesystem::path(VIGIE_SOURCE_DIR) / "tests/symbols/golden" / (name + ".png"), "symbols-" + name, 0.0002);
}

Overlay themed(bool dark) {
    const Inks& i = inks(dark);
    Overlay o;
    o.families = i.full;
    o.cluster_ground = i.surface;
    o.cluster_text = i.text_strong;
    o.sight = i.selection;
    o.sight_halo = i.halo;
    o.flag_ground = i.flag;
    o.flag_text = i.text_strong;
    o.flag_weak = i.text_weak;
    o.flag_border = i.line;
    o.accent = i.accent;
    return o;
}

Marker marker(MarkerShape shape, Family family, bool full, bool dark, const char* icon, gis::PlanePoint place) {
    const Inks& i = inks(dark);
    Marker m;
    static std::uint64_t next_key = 1;
    m.key = next_key++;
    m.at = m.from = place;
    m.shape = shape;
    m.family = static_cast<std::uint8_t>(family);
    m.halo = i.halo;
    m.clusters = false;
    m.icon = icon_codepoint(icon);
    if (full) {
        m.fill = i.full[at(family)];
        m.edge = family == warn ? i.warn_edge : Rgba{0, 0, 0, 0};
        m.glyph_color = i.on[at(family)];
    } else {
        m.fill = i.surface;
        m.edge = i.full[at(family)];
        m.glyph_color = i.full[at(family)];
    }
    return m;
}

void badge(Marker& m, Glyph glyph, Family family, bool dark, Outline outline) {
    const Inks& i = inks(dark);
    m.badge = glyph;
    m.badge_outline = outline;
    m.badge_fill = i.full[at(family)];
    m.badge_glyph = i.on[at(family)];
    m.badge_edge = family == warn ? i.warn_edge : Rgba{0, 0, 0, 0};
}

Marker crew(bool dark, const char* name, const char* eta, float heading, gis::PlanePoint place) {
    Marker m = marker(MarkerShape::disc, idle, true, dark, "local_shipping", place);
    m.fill = inks(dark).crew;
    m.glyph_color = inks(dark).on_crew;
    m.flag = name;
    m.flag_weak = eta;
    m.heading_deg = heading;
    m.order = 50;
    return m;
}

Camera sheet_camera(int width, int height, float ratio) {
    Camera c;
    c.width = static_cast<int>(static_cast<float>(width) * ratio);
    c.height = static_cast<int>(static_cast<float>(height) * ratio);
    c.centre = {width / 2.0, -height / 2.0};
    c.units_per_px = 1 / static_cast<double>(ratio);
    c.pixel_ratio = ratio;
    return c;
}

} // namespace vigie::render::stage
