#include "gis/backends/files/files_backend.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "gis/backends/vigie_backend.hpp"
#include "gis/layers/layer_assets.hpp"
#include "gis/layers/open.hpp"
#include "gis/model/entity_json.hpp"

namespace vigie::gis {

namespace {

namespace fs = std::filesystem;
using backend::Change;
using backend::Problem;

constexpr int looks_every_ms = 5'000;
constexpr std::size_t batch_changes = 1'000;

class FilesBackend : public backend::Backend {
public:
    static constexpr const char* name = "files";
    static constexpr const char* title = "Fichiers";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities = R"({"reads":["asset"],"writes":[],"live":true,"snapshot":true,"history":false,"area":false})";
    static constexpr const char* config_schema = R"({"type":"object","title@en":"Files","required":["path","kind"],"properties":{
        "path":{"type":"string","format":"path","title":"Fichier ou dossier","title@en":"File or folder"},
        "kind":{"type":"string","format":"asset-kind","title":"Nature des objets","title@en":"Kind of objects"}}})";

    explicit FilesBackend(backend::Host&) {}

    std::optional<Problem> configure(std::string_view text) override {
        const auto json = nlohmann::json::parse(text, nullptr, false);
        if (!json.is_object() || !json.contains("path") || !json["path"].is_string())
            return Problem{VIGIE_ERROR_CONFIG, "path", "no path", 0};
        path_ = json["path"].get<std::string>();
        kind_ = json.value("kind", "");
        if (kind_.empty()) return Problem{VIGIE_ERROR_CONFIG, "kind", "no kind of asset", 0};
        return {};
    }

    std::optional<Problem> run(backend::Host& host, std::string_view cursor) override {
        std::string seen(cursor);
        while (!host.cancelled()) {
            std::error_code ec;
            if (!fs::exists(path_, ec)) {
                host.state(VIGIE_HEALTH_OFFLINE, path_);
            } else if (const std::string now = fingerprint(); now != seen) {
                if (auto problem = read(host, now)) return problem;
                seen = now;
            } else {
                host.state(VIGIE_HEALTH_OK);
            }
            if (!host.wait_ms(looks_every_ms)) break;
        }
        return {};
    }

private:
    // Size and time of change of every file: what the cursor remembers.
    [[nodiscard]] std::string fingerprint() const {
        std::error_code ec;
        std::uint64_t sum = 0;
        const auto add = [&](const fs::path& p) {
            sum = sum * 1099511628211u + fs::file_size(p, ec) * 31 + static_cast<std::uint64_t>(fs::last_write_time(p, ec).time_since_epoch().count());
        };
        if (fs::is_directory(path_, ec))
            for (const auto& item : fs::recursive_directory_iterator(path_, ec)) { if (item.is_regular_file(ec)) add(item.path()); }
        else add(path_);
        return std::to_string(sum);
    }

    std::optional<Problem> read(backend::Host& host, const std::string& cursor) {
        host.state(VIGIE_HEALTH_STARTING, path_);
        // The host's cancellation is a descriptor; the reader's is a token.
        std::stop_source stop;
        std::jthread watch([&](std::stop_token done) {
            while (!done.stop_requested())
                if (!host.wait_ms(50)) { stop.request_stop(); return; }
        });
        const OpenedData data = open_paths({path_}, {}, stop.get_token());
        const auto plane = MapPlane::create(data.plane_epsg);
        if (!plane) return Problem{VIGIE_ERROR_INTERNAL, "projection", plane.error().detail, 0};
        if (data.layers.empty()) {
            const std::string why = data.notices.empty() ? std::string("no layer") : data.notices.front().text.key;
            return Problem{VIGIE_ERROR_PROTOCOL, path_, why, looks_every_ms};
        }
        std::vector<Change> changes{mark(VIGIE_OP_SNAPSHOT_BEGIN, 0)};
        for (const LayerPtr& layer : data.layers) {
            std::size_t row = 0;
            for (const Asset& asset : assets_of(*layer, kind_, *plane)) {
                changes.push_back(upsert(asset, layer->info.id, row++));
                if (changes.size() < batch_changes) continue;
                if (!host.push(changes)) return {};
                changes.clear();
            }
        }
        changes.push_back(mark(VIGIE_OP_SNAPSHOT_END, 1));
        if (!host.push(changes, cursor)) return {};
        host.state(VIGIE_HEALTH_OK);
        return {};
    }

    static Change mark(std::uint32_t op, double value) {
        Change c;
        c.op = op;
        c.kind = VIGIE_KIND_ASSET;
        c.value = value;
        return c;
    }

    static Change upsert(const Asset& asset, const std::string& layer, std::size_t row) {
        Change c;
        c.kind = VIGIE_KIND_ASSET;
        c.id = layer + '/' + (asset.code.empty() ? '#' + std::to_string(row) : asset.code + '#' + std::to_string(row));
        nlohmann::json json = to_json(AnyEntity{asset});
        for (const char* ours : {"id", "origin", "updated_at"}) json.erase(ours);
        c.json = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        return c;
    }

    std::string path_, kind_;
};

} // namespace

std::int32_t files_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<FilesBackend>(host_abi, out, error);
}

} // namespace vigie::gis
