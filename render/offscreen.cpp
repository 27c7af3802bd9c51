// A context without a window. Surfaceless first (no X, no Wayland, no device node), then a 1×1 pbuffer of the default
// display.
#include <epoxy/egl.h>

#include <array>
#include <cstdlib>
#include <string>

#include "render/gpu.hpp"

namespace vigie::render {

namespace {

class EglContext final : public OffscreenContext {
public:
    EglContext(EGLDisplay display, EGLContext context, EGLSurface surface)
        : display_(display), context_(context), surface_(surface) {}
    EglContext(const EglContext&) = delete;
    EglContext& operator=(const EglContext&) = delete;
    ~EglContext() override {
        eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (surface_ != EGL_NO_SURFACE) eglDestroySurface(display_, surface_);
        eglDestroyContext(display_, context_);
    }

private:
    EGLDisplay display_;
    EGLContext context_;
    EGLSurface surface_;
};

bool has(const char* list, const char* name) {
    return list && (" " + std::string(list) + " ").find(" " + std::string(name) + " ") != std::string::npos;
}

EGLDisplay surfaceless_display() {
    if (!has(eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS), "EGL_MESA_platform_surfaceless")) return EGL_NO_DISPLAY;
    return eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
}

std::unique_ptr<OffscreenContext> context_on(EGLDisplay display) {
    if (display == EGL_NO_DISPLAY || !eglInitialize(display, nullptr, nullptr) || !eglBindAPI(EGL_OPENGL_API)) return {};
    const std::array<EGLint, 5> wanted = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint found = 0;
    if (!eglChooseConfig(display, wanted.data(), &config, 1, &found) || found == 0) return {};
    const std::array<EGLint, 7> version = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 3,
                                           EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
    const EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, version.data());
    if (context == EGL_NO_CONTEXT) return {};
    EGLSurface surface = EGL_NO_SURFACE;
    if (!has(eglQueryString(display, EGL_EXTENSIONS), "EGL_KHR_surfaceless_context")) {
        const std::array<EGLint, 5> size = {EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE};
        surface = eglCreatePbufferSurface(display, config, size.data());
    }
    if (!eglMakeCurrent(display, surface, surface, context)) {
        eglDestroyContext(display, context);
        return {};
    }
    return std::make_unique<EglContext>(display, context, surface);
}

} // namespace

gis::Result<std::unique_ptr<OffscreenContext>> OffscreenContext::create() {
    for (const EGLDisplay display : {surfaceless_display(), eglGetDisplay(EGL_DEFAULT_DISPLAY)})
        if (auto context = context_on(display)) return context;
    return gis::Error{gis::ErrorClass::unsupported, {"render.error.no_context", {}}, {"render.remedy.opengl", {}},
                      "eglGetError " + std::to_string(eglGetError())};
}

} // namespace vigie::render
