// A PDF of the tests' own, read back by poppler's tools, and the words of either language.
#pragma once

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>

#include "gis/model/language.hpp"

namespace vigie::test {

namespace fs = std::filesystem;

inline const gis::Language& words(const char* code) {
    static const auto fr = gis::Language::load(VIGIE_SOURCE_DIR "/assets/lang", "fr"), en = gis::Language::load(VIGIE_SOURCE_DIR "/assets/lang", "en");
    return std::string_view(code) == "en" ? *en : *fr;
}

inline bool has_poppler() { return std::system("pdftotext -v >/dev/null 2>&1 && pdfinfo -v >/dev/null 2>&1") == 0; }

inline std::string said_by(const std::string& command) {
    std::string out;
    const std::unique_ptr<FILE, void (*)(FILE*)> pipe(popen(command.c_str(), "r"), [](FILE* f) { pclose(f); });
    REQUIRE(pipe);
    std::array<char, 4096> buffer;
    for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;) out.append(buffer.data(), n);
    return out;
}

struct Written {
    fs::path file;
    explicit Written(const std::string& bytes, const char* extension = ".pdf") : file(fs::temp_directory_path() / fmt::format("vigie-sheet-{}{}", ::getpid(), extension)) {
        std::ofstream(file, std::ios::binary) << bytes;
    }
    ~Written() { fs::remove(file); }
    // Its no-break spaces as spaces, its lines as one: where they break is the page's business.
    [[nodiscard]] std::string text() const {
        std::string out = said_by("pdftotext -raw -enc UTF-8 " + file.string() + " -");
        for (const std::string_view blank : {"\u00a0", "\u202f", "\n"})
            for (std::size_t at = out.find(blank); at != std::string::npos; at = out.find(blank, at)) out.replace(at, blank.size(), " ");
        return out;
    }
};

} // namespace vigie::test
