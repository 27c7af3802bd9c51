#include "gis/backends/folder/files_read.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "gis/layers/folding.hpp"
#include "gis/layers/layer_assets.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::folder {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// "releve.csv" is a table; "releve.csv.part", ".~lock.releve.ods#" and "releve.shx" are not.
bool is_table(const fs::path& file) {
    static constexpr std::array endings{".csv", ".tsv", ".txt", ".geojson", ".json", ".gpkg", ".xlsx", ".xls", ".ods", ".shp", ".fgb", ".kml", ".gml", ".zip"};
    const std::string name = file.filename().string();
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return !name.starts_with('.') && !name.starts_with('~') && std::ranges::find(endings, ending) != endings.end();
}

bool is_text(const fs::path& file) {
    const std::string ending = file.extension().string();
    return ending == ".csv" || ending == ".tsv" || ending == ".txt" || ending == ".CSV" || ending == ".TXT";
}

} // namespace

Memory Memory::from(std::string_view cursor) {
    Memory out;
    const json stored = foreign_json(cursor);
    if (!stored.is_object() || !stored.contains("read") || !stored["read"].is_array()) return out;
    for (const json& hash : stored["read"])
        if (hash.is_string()) out.add(hash.get<std::string>());
    return out;
}

std::string Memory::text() const { return json{{"read", hashes_}}.dump(); }
bool Memory::knows(const std::string& hash) const { return std::ranges::find(hashes_, hash) != hashes_.end(); }

void Memory::add(const std::string& hash) {
    hashes_.push_back(hash);
    if (hashes_.size() > max_remembered) hashes_.erase(hashes_.begin());
}

std::optional<std::vector<fs::path>> Watch::look() {
    std::error_code ec;
    if (!fs::is_directory(folder_, ec)) return {};
    std::map<fs::path, Stamp> now;
    for (fs::recursive_directory_iterator it(folder_, fs::directory_options::skip_permission_denied, ec), end; !ec && it != end; it.increment(ec)) {
        std::error_code gone;
        if (now.size() == max_files || !it->is_regular_file(gone) || !is_table(it->path())) continue;
        const auto bytes = it->file_size(gone);
        const auto changed = it->last_write_time(gone);
        if (!gone) now[it->path()] = {bytes, std::chrono::duration_cast<std::chrono::nanoseconds>(changed.time_since_epoch()).count()};
    }
    std::vector<fs::path> whole;
    waits_ = false;
    for (const auto& [file, stamp] : now) {
        const auto given = given_.find(file);
        if (given != given_.end() && given->second == stamp) continue;
        const auto before = last_.find(file);
        if (stamp.bytes == 0 || before == last_.end() || before->second != stamp) {
            waits_ = true;
            continue;
        }
        given_[file] = stamp;
        whole.push_back(file);
    }
    std::erase_if(given_, [&](const auto& g) { return !now.contains(g.first); });
    std::ranges::sort(whole, {}, [&](const fs::path& p) { return std::pair(now[p].changed_ns, p); });
    last_ = std::move(now);
    return whole;
}

std::optional<std::string> content_hash(const fs::path& file, const std::stop_token& stop) {
    std::ifstream in(file, std::ios::binary);
    if (!in || sodium_init() < 0) return {};
    crypto_generichash_state state;
    std::array<unsigned char, 16> digest{};
    crypto_generichash_init(&state, nullptr, 0, digest.size());
    std::vector<char> block(1u << 20);
    while (in) {
        if (stop.stop_requested()) return {};
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(block.data()), static_cast<unsigned long long>(in.gcount()));
    }
    crypto_generichash_final(&state, digest.data(), digest.size());
    std::string hex(2 * digest.size() + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    hex.pop_back();
    return hex;
}

Table table_of(const Layer& layer, const fs::path& file, const MapPlane& plane) {
    Table out;
    out.file = file.stem().string();
    std::vector<const Column*> columns;
    for (const Column& c : layer.columns)
        if (!c.derived) columns.push_back(&c);
    for (const Column* c : columns) out.columns.push_back(c->name);
    const std::size_t head = is_text(file) || layer.info.geometry == "none" ? 2 : 1;  // the first line is the heading
    std::size_t line = head;
    for (std::size_t row = 0; row < layer.info.features; ++row) {
        auto& values = out.rows.emplace_back();
        out.lines.push_back(line++);
        for (const Column* c : columns) {
            values.push_back(c->shown(row));
            if (is_text(file)) line += static_cast<std::size_t>(std::ranges::count(values.back(), '\n'));
        }
        out.places.push_back(lonlat_geometry(layer, static_cast<std::uint32_t>(row), plane).anchor());
    }
    return out;
}

} // namespace vigie::gis::folder
