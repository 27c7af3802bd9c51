// Manifests of plugins, read without loading any code.
#include "fuzz/target.hpp"
#include "gis/backends/library.hpp"

namespace vigie::fuzz {

namespace {

void read_manifest(std::string_view bytes) {
    const auto folder = scratch() / "plugins";
    std::filesystem::create_directories(folder);
    write_file(folder / "found.vigie.json", bytes);
    gis::BackendLibrary library;
    const std::size_t built_in = library.descriptions().size();
    library.scan({folder});
    const std::size_t found = library.descriptions().size() - built_in;
    require(found + library.notices().size() == 1, "a manifest is listed or complained about");
    for (const gis::BackendDescription& b : library.descriptions()) require(!b.name.empty(), "every backend has a name");
}

} // namespace

Target manifest_target() {
    return {"manifest", read_manifest,
            {"\"name\"", "\"file\"", "\"title\"", "\"capabilities\":{\"reads\":[]}", "\"config_schema\":{}", "\"demo\"", "null", "[[[[", "]]]]", "\\u00e9"},
            [] { return std::vector{R"({"name":"deep","file":"a.so","capabilities":)" + nested(20'000) + "}"}; }};
}

} // namespace vigie::fuzz
