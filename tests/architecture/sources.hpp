// The project's own files, as text, for the tests that look at the code itself.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace vigie::tests {

struct SourceFile {
    std::string path;  // from the project's root
    std::vector<std::string> lines;
};

inline std::vector<SourceFile> source_files(const std::vector<std::string>& folders, const std::vector<std::string>& endings) {
    std::vector<SourceFile> out;
    const std::filesystem::path root = VIGIE_SOURCE_DIR;
    for (const std::string& folder : folders)
        for (const auto& item : std::filesystem::recursive_directory_iterator(root / folder)) {
            const std::string name = item.path().filename().string();
            if (!item.is_regular_file() || std::none_of(endings.begin(), endings.end(), [&](const auto& e) { return name.ends_with(e); })) continue;
            SourceFile file{std::filesystem::relative(item.path(), root).string(), {}};
            std::ifstream in(item.path());
            for (std::string line; std::getline(in, line);) file.lines.push_back(line);
            out.push_back(std::move(file));
        }
    return out;
}

} // namespace vigie::tests
