// Loading of shader pairs: prelude.glsl, then defines, then the file, with line numbers of the file in the log.
#include <epoxy/gl.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "render/gpu_impl.hpp"

namespace vigie::render {

namespace {

std::optional<std::string> text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return {};
    return std::string(std::istreambuf_iterator<char>(in), {});
}

std::filesystem::file_time_type stamp_of(const std::filesystem::path& folder, const std::string& name) {
    std::filesystem::file_time_type newest = std::filesystem::file_time_type::min();
    for (const auto& file : {folder / "prelude.glsl", folder / (name + ".vert"), folder / (name + ".frag")}) {
        std::error_code error;
        const auto stamp = std::filesystem::last_write_time(file, error);
        if (!error) newest = std::max(newest, stamp);
    }
    return newest;
}

// 0 and a log when it does not compile.
GLuint compile_stage(GLenum stage, const std::string& source, const std::string& label, std::string& log) {
    const GLuint shader = glCreateShader(stage);
    const char* text = source.c_str();
    glShaderSource(shader, 1, &text, nullptr);
    glCompileShader(shader);
    GLint ok = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
    if (ok) return shader;
    char buffer[4096] = {};
    glGetShaderInfoLog(shader, sizeof buffer, nullptr, buffer);
    log += label + ": " + buffer + "\n";
    glDeleteShader(shader);
    return 0;
}

GLuint link(GLuint vertex, GLuint fragment, const std::string& label, std::string& log) {
    const GLuint program = glCreateProgram();
    glAttachShader(program, vertex);
    glAttachShader(program, fragment);
    glLinkProgram(program);
    GLint ok = 0;
    glGetProgramiv(program, GL_LINK_STATUS, &ok);
    if (ok) return program;
    char buffer[4096] = {};
    glGetProgramInfoLog(program, sizeof buffer, nullptr, buffer);
    log += label + ": " + buffer + "\n";
    glDeleteProgram(program);
    return 0;
}

} // namespace

int Program::uniform(std::string_view name) const {
    for (const auto& [known, location] : uniforms_)
        if (known == name) return location;
    const std::string key(name);
    const int location = glGetUniformLocation(handle_.id(), key.c_str());
    uniforms_.emplace_back(key, location);
    return location;
}

void GpuContext::compile(Program& program) {
    const std::filesystem::path& folder = impl_->shaders;
    program.stamp_ = stamp_of(folder, program.name_);
    program.log_.clear();
    const auto prelude = text_of(folder / "prelude.glsl"), vertex = text_of(folder / (program.name_ + ".vert")),
               fragment = text_of(folder / (program.name_ + ".frag"));
    if (!prelude || !vertex || !fragment) {
        program.log_ = program.name_ + ": prelude.glsl, .vert or .frag not found";
        return;
    }
    const std::string head = "#version 330 core\n" + program.defines_ + *prelude + "\n#line 1\n";
    const GLuint vs = compile_stage(GL_VERTEX_SHADER, head + *vertex, program.name_ + ".vert", program.log_);
    const GLuint fs = compile_stage(GL_FRAGMENT_SHADER, head + *fragment, program.name_ + ".frag", program.log_);
    const GLuint linked = vs && fs ? link(vs, fs, program.name_, program.log_) : 0;
    if (vs) glDeleteShader(vs);
    if (fs) glDeleteShader(fs);
    if (!linked) return;
    ++impl_->counts.programs;
    program.handle_ = GpuHandle(impl_->retired, GpuKind::program, linked);
    program.uniforms_.clear();
}

Program& GpuContext::program(std::string_view name, std::string_view defines) {
    for (const auto& known : impl_->programs)
        if (known->name_ == name && known->defines_ == defines) return *known;
    auto& added = impl_->programs.emplace_back(std::make_unique<Program>());
    added->name_ = name;
    added->defines_ = defines;
    compile(*added);
    return *added;
}

std::vector<std::string> GpuContext::reload_changed() {
    std::vector<std::string> failed;
    for (const auto& program : impl_->programs) {
        if (stamp_of(impl_->shaders, program->name_) == program->stamp_) continue;
        compile(*program);
        if (!program->log_.empty()) failed.push_back(program->name_);
    }
    return failed;
}

} // namespace vigie::render
