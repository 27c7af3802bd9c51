#include "app/plugins.hpp"

#include <sodium.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "gis/model/foreign_json.hpp"

namespace vigie::app {

namespace {

namespace fs = std::filesystem;

std::string sha256_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return {};
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    std::array<char, 65'536> bytes;
    while (in.read(bytes.data(), bytes.size()) || in.gcount() > 0)
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<unsigned long long>(in.gcount()));
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
    crypto_hash_sha256_final(&state, hash.data());
    std::array<char, 2 * crypto_hash_sha256_BYTES + 1> text;
    return sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
}

fs::path trust_file(const Places& places) { return places.config / "trusted-plugins.json"; }

// Hash → where it was then.
nlohmann::json trusted_hashes(const Places& places) {
    std::ifstream in(trust_file(places), std::ios::binary);
    auto json = gis::foreign_json(std::string(std::istreambuf_iterator<char>(in), {}));
    return json.is_object() ? json : nlohmann::json::object();
}

} // namespace

std::vector<fs::path> plugin_folders(const Places& places) {
    std::vector<fs::path> folders;
    if (const char* path = std::getenv("VIGIE_PLUGIN_PATH")) {
        std::string_view rest = path;
        while (!rest.empty()) {
            const std::size_t colon = rest.find(':');
            if (const std::string_view one = rest.substr(0, colon); !one.empty()) folders.emplace_back(one);
            rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
        }
    }
    folders.push_back(places.data / "plugins");
    folders.push_back(places.share / "plugins");
    return folders;
}

void scan_plugins(gis::BackendHub& hub, const Places& places, const fs::path& program) {
    gis::PluginPolicy policy;
    if (!program.empty()) policy.runner = {program.string(), "run-plugin"};
    policy.trusted = [&places](const fs::path& object) { return is_trusted(places, object); };
    hub.scan(plugin_folders(places), policy);
}

bool is_trusted(const Places& places, const fs::path& object) {
    const nlohmann::json known = trusted_hashes(places);
    return !known.empty() && known.contains(sha256_of(object));
}

gis::Outcome set_trust(const Places& places, const fs::path& object, bool trusted) {
    const std::string hash = sha256_of(object);
    if (hash.empty()) return gis::Error{gis::ErrorClass::input, {"backends.plugin.unloadable", {{"path", object.string()}, {"why", "?"}}}, {"backends.check.remedy", {}}, {}};
    nlohmann::json known = trusted_hashes(places);
    std::error_code ec;
    if (trusted) known[hash] = fs::absolute(object, ec).string();
    else known.erase(hash);
    fs::create_directories(places.config, ec);
    std::ofstream out(trust_file(places), std::ios::binary | std::ios::trunc);
    out << known.dump(2) << '\n';
    if (!out.flush()) return gis::Error{gis::ErrorClass::storage, {"app.secrets.unwritable", {{"path", trust_file(places).string()}}}, {}, {}};
    return gis::Done{};
}

fs::path this_program() {
    std::error_code ec;
    return fs::read_symlink("/proc/self/exe", ec);
}

} // namespace vigie::app
