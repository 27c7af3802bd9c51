// The targets under clang's libFuzzer, which follows what an input reaches (preset `fuzz`). `--target=NAME` chooses one; its
// corpus, its seeds and the words of its format are laid out in the build folder, where what is learned stays as well. A
// find is written to <build>/fuzz/found-<target>-…; it goes into corpus/<target>, where the ordinary test meets it again.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "fuzz/target.hpp"

using namespace vigie::fuzz;

namespace {

namespace fs = std::filesystem;

const Target* chosen = nullptr;

const Target& named(std::string_view name) {
    for (const Target& target : targets())
        if (target.name == name) return target;
    if (name == canary().name) return canary();
    std::fprintf(stderr, "no such target: %.*s\n", static_cast<int>(name.size()), name.data());
    std::exit(2);
}

// As the fuzzer's dictionaries are written: every byte by its number.
void write_words(const Target& target, const fs::path& file) {
    std::string lines;
    for (const std::string& word : target.words) {
        if (word.empty()) continue;
        lines += '"';
        for (const char c : word) {
            char coded[5];
            std::snprintf(coded, sizeof coded, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
            lines += coded;
        }
        lines += "\"\n";
    }
    write_file(file, lines);
}

// A folder of every input that the ordinary test begins with.
fs::path lay_out_inputs(const Target& target, const fs::path& within) {
    const fs::path folder = within / "seeds";
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::vector<std::string> inputs = target.seeds ? target.seeds() : std::vector<std::string>{};
    for (const fs::path& file : files_in(fs::path(VIGIE_SOURCE_DIR) / "tests/fuzz/corpus" / target.name)) inputs.push_back(read_file(file));
    for (std::size_t i = 0; i < inputs.size(); ++i) write_file(folder / std::to_string(i), inputs[i]);
    return folder;
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** words) {
    static std::vector<std::string> kept{(*words)[0]};
    std::string name;
    for (int i = 1; i < *count; ++i) {
        const std::string_view word = (*words)[i];
        if (word.starts_with("--target=")) name = word.substr(9);
        else kept.emplace_back(word);
    }
    chosen = &named(name);
    const fs::path folder = fs::path(VIGIE_BINARY_DIR) / "fuzz" / name;
    fs::create_directories(folder / "learned");
    write_words(*chosen, folder / "words");
    kept.push_back("-dict=" + (folder / "words").string());
    kept.push_back("-artifact_prefix=" + (folder.parent_path() / ("found-" + name + "-")).string());
    kept.push_back((folder / "learned").string());
    kept.push_back(lay_out_inputs(*chosen, folder).string());
    static std::vector<char*> pointers;
    for (std::string& word : kept) pointers.push_back(word.data());
    *count = static_cast<int>(pointers.size());
    pointers.push_back(nullptr);
    *words = pointers.data();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    chosen->run({reinterpret_cast<const char*>(bytes), size});
    return 0;
}
