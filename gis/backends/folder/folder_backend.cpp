#include "gis/backends/folder/folder_backend.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "gis/backends/folder/files_read.hpp"
#include "gis/backends/vigie_backend.hpp"
#include "gis/layers/hash.hpp"
#include "gis/layers/layer_assets.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis {

namespace {

namespace fs = std::filesystem;
using backend::Change;
using backend::Host;
using backend::Problem;
using backend::sentence;
using namespace folder;
using nlohmann::json;

constexpr int looks_every_ms = 2'000;
constexpr std::size_t max_category_rules = 2'000, proposed_categories = 100;
constexpr std::size_t batch_changes = 1'000, max_listed_rows = 1'000;

std::string text(const json& object, const char* key, std::string otherwise = {}) {
    const auto at = object.find(key);
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::move(otherwise);
}

const char* reason(BadRow why) {
    switch (why) {
        case BadRow::no_time: return "backends.folder.no_time";
        case BadRow::no_place: return "backends.folder.no_place";
        case BadRow::no_value: return "backends.folder.no_value";
        case BadRow::no_id: return "backends.folder.no_id";
        case BadRow::no_words: return "backends.folder.no_words";
    }
    return "backends.folder.no_value";
}

const char* missing_words(Field field) {
    switch (field) {
        case Field::time: return "backends.folder.missing_time";
        case Field::value: return "backends.folder.missing_value";
        case Field::category: return "backends.folder.missing_category";
        default: return "backends.folder.missing_place";
    }
}

// The host's cancellation is a descriptor; the readers' is a token.
class StopWithHost {
public:
    explicit StopWithHost(const Host& host)
        : watch_([this, &host](const std::stop_token& done) {
              while (!done.stop_requested())
                  if (!host.wait_ms(50)) { stop_.request_stop(); return; }
          }) {}
    [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

private:
    std::stop_source stop_;
    std::jthread watch_;
};

class FolderBackend : public backend::Backend {
public:
    static constexpr const char* name = "folder";
    static constexpr const char* title = "Dossier de fichiers";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities =
        R"({"reads":["report","sensor","meter","asset"],"writes":[],"live":true,"snapshot":false,"history":true,"area":false,"mapping":true})";
    static constexpr const char* config_schema = R"json({"type":"object","title@en":"Folder of files","required":["path","content"],"properties":{
"path":{"type":"string","format":"path","title":"Dossier","title@en":"Folder","description":"Chaque fichier CSV, Excel, ODS, GeoJSON ou GeoPackage qui y arrive est lu une fois ; rien n’y est modifié","description@en":"Each CSV, Excel, ODS, GeoJSON or GeoPackage file that arrives there is read once; nothing is changed in it"},
"content":{"title":"Ce que disent les fichiers","title@en":"What the files tell","default":"reports","oneOf":[
 {"const":"reports","title":"Signalements","title@en":"Reports"},
 {"const":"readings","title":"Relevés de compteurs et de capteurs","title@en":"Readings of meters and sensors"},
 {"const":"assets","title":"Patrimoine","title@en":"Assets"}]},
"asset_kind":{"type":"string","format":"asset-kind","title":"Nature des objets","title@en":"Kind of objects","x-when":{"content":"assets"}},
"fluid":{"title":"Énergie ou fluide","title@en":"Energy or fluid","default":"","oneOf":[
 {"const":"","title":"sans compteur","title@en":"no meter"},{"const":"water","title":"eau","title@en":"water"},
 {"const":"electricity","title":"électricité","title@en":"electricity"},{"const":"gas","title":"gaz","title@en":"gas"}],"x-when":{"content":"readings"}},
"unit":{"type":"string","title":"Unité des valeurs","title@en":"Unit of the values","description":"Quand le fichier ne la dit pas : kW.h, m3, L","description@en":"When the file does not say it: kW.h, m3, L","x-when":{"content":"readings"}},
"columns":{"type":"array","title":"Colonnes","title@en":"Columns","items":{"type":"object","properties":{
 "column":{"type":"string","title":"Colonne","title@en":"Column"},
 "field":{"title":"Devient","title@en":"Becomes","oneOf":[
  {"const":"","title":"– (rien)","title@en":"– (nothing)"},{"const":"id","title":"identifiant, compteur","title@en":"id, meter"},
  {"const":"category","title":"catégorie","title@en":"category"},{"const":"detail","title":"sous-catégorie","title@en":"subcategory"},
  {"const":"description","title":"description","title@en":"description"},{"const":"address","title":"adresse","title@en":"address"},
  {"const":"quartier","title":"quartier","title@en":"district"},{"const":"channel","title":"canal","title@en":"channel"},
  {"const":"time","title":"date et heure","title@en":"date and time"},{"const":"value","title":"valeur","title@en":"value"},
  {"const":"unit","title":"unité","title@en":"unit"},{"const":"lon","title":"longitude","title@en":"longitude"},{"const":"lat","title":"latitude","title@en":"latitude"},
  {"const":"name","title":"nom d’objet","title@en":"name of asset"},{"const":"attribute","title":"attribut d’objet","title@en":"attribute of asset"}]},
 "layout":{"type":"string","title":"Forme de tableau","title@en":"Form of table"}}}},
"categories":{"type":"array","title":"Catégories","title@en":"Categories","x-when":{"content":"reports"},"items":{"type":"object","properties":{
 "theirs":{"type":"string","title":"Dans les fichiers","title@en":"In the files"},
 "ours":{"type":"string","format":"report-category","title":"Dans la commune","title@en":"In the commune"}}}}}})json";

    explicit FolderBackend(Host&) {}

    std::optional<Problem> configure(std::string_view words) override {
        const json c = foreign_json(words);
        path_ = c.is_object() ? text(c, "path") : std::string{};
        if (path_.empty()) return Problem{VIGIE_ERROR_CONFIG, sentence("backends.folder.no_path"), "no path", 0};
        const std::string content = text(c, "content", "reports");
        settings_.content = content == "readings" ? Content::readings : content == "assets" ? Content::assets : Content::reports;
        settings_.zone = text(c, "zone", settings_.zone);
        settings_.unit = text(c, "unit");
        settings_.fluid = text(c, "fluid");
        asset_kind_ = text(c, "asset_kind");
        rules_.clear();
        if (c.contains("columns") && c["columns"].is_array())
            for (const json& row : c["columns"])
                if (row.is_object()) rules_.push_back({text(row, "layout"), text(row, "column"), text(row, "field")});
        settings_.categories.clear();
        if (c.contains("categories") && c["categories"].is_array())
            for (const json& row : c["categories"])
                if (row.is_object() && settings_.categories.size() < max_category_rules) settings_.categories.push_back({text(row, "theirs"), text(row, "ours")});
        if (settings_.content == Content::assets && asset_kind_.empty()) return Problem{VIGIE_ERROR_CONFIG, sentence("backends.folder.no_kind"), "no kind of asset", 0};
        return {};
    }

    std::optional<Problem> run(Host& host, std::string_view cursor) override {
        Memory memory = Memory::from(cursor);
        Watch watch(path_);
        StopWithHost stop(host);
        host.state(VIGIE_HEALTH_STARTING);
        while (!host.cancelled()) {
            const auto files = watch.look();
            if (!files) host.state(VIGIE_HEALTH_OFFLINE, sentence("backends.folder.absent", {{"path", path_}}));
            for (std::size_t i = 0; files && i < files->size() && !host.cancelled(); ++i) take(host, (*files)[i], memory, stop.token());
            if (files && trouble_.empty()) host.state(watch.waits() && !any_read_ ? VIGIE_HEALTH_STARTING : VIGIE_HEALTH_OK);
            if (files && !trouble_.empty()) host.state(VIGIE_HEALTH_LATE, trouble_);
            if (!host.wait_ms(looks_every_ms)) break;
        }
        return {};
    }

    std::optional<Problem> try_sample(Host& host, std::string_view where, std::string_view words) override {
        std::optional<Problem> problem;
        with_sample(where, words, [&](const Table& table, const Layer& layer, const MapPlane& plane) {
            std::vector<Change> assets;
            if (settings_.content == Content::assets) take_assets(layer, plane, assets);
            else problem = try_table(host, table);
            host.push(assets);
        }, problem);
        return problem;
    }

    std::optional<Problem> propose(std::string_view where, std::string_view words, std::string& out) override {
        std::optional<Problem> problem;
        with_sample(where, words, [&](const Table& table, const Layer&, const MapPlane&) {
            json rows = json::array();
            for (const ColumnRule& r : remembered(rules_, table.columns, proposed(table.columns, settings_.content)))
                rows.push_back({{"layout", r.layout}, {"column", r.column}, {"field", r.field}});
            json proposal{{"columns", rows}};
            if (settings_.content == Content::reports) proposal["categories"] = category_rows(table);
            out = proposal.dump(-1, ' ', false, json::error_handler_t::replace);
        }, problem);
        return problem;
    }

private:
    // What was decided stays, and what the sample has beside it is there to be decided.
    [[nodiscard]] json category_rows(const Table& table) const {
        std::vector<CategoryRule> all = settings_.categories;
        for (const std::string& theirs : categories_in(table, fields_of(table), proposed_categories))
            if (std::ranges::find(all, theirs, &CategoryRule::theirs) == all.end()) all.push_back({theirs, {}});
        json rows = json::array();
        for (const CategoryRule& rule : all) rows.push_back({{"theirs", rule.theirs}, {"ours", rule.ours}});
        return rows;
    }

    // A person may paste lines, or name a file of the folder.
    template <class Use>
    void with_sample(std::string_view where, std::string_view words, const Use& use, std::optional<Problem>& problem) {
        static std::atomic<unsigned> counter{0};
        const fs::path named = fs::path(path_) / where;
        std::error_code ec;
        fs::path file = named, made;
        if (where.empty() || !fs::is_regular_file(named, ec)) {
            made = file = fs::temp_directory_path() / ("vigie-sample-" + std::to_string(::getpid()) + "-" + std::to_string(counter++) + ".csv");
            std::ofstream(file, std::ios::binary) << words;
        }
        const OpenedData data = open_paths({file}, {}, {});
        const auto plane = MapPlane::create(data.plane_epsg);
        if (!made.empty()) fs::remove(made, ec);
        if (data.layers.empty() || !plane) {
            problem = Problem{VIGIE_ERROR_PROTOCOL, sentence("backends.folder.unreadable", {{"file", where}}), data.notices.empty() ? "no table" : data.notices.front().text.key, 0};
            return;
        }
        use(table_of(*data.layers.front(), file, *plane), *data.layers.front(), *plane);
    }

    [[nodiscard]] std::vector<Field> fields_of(const Table& table) const { return decided(table.columns, rules_).value_or(proposed(table.columns, settings_.content)); }

    [[nodiscard]] std::optional<Field> missing_in(const Table& table, const std::vector<Field>& fields) const {
        const bool places = std::ranges::any_of(table.places, [](const auto& p) { return p.has_value(); });
        return missing(fields, settings_.content, places);
    }

    std::optional<Problem> try_table(Host& host, const Table& table) {
        const std::vector<Field> fields = fields_of(table);
        if (const auto gap = missing_in(table, fields)) return Problem{VIGIE_ERROR_PROTOCOL, sentence(missing_words(*gap), {{"file", table.file}}), {}, 0};
        const ReadRows rows = read_rows(table, fields, settings_);
        if (rows.changes.empty() && !rows.left_out.empty()) return Problem{VIGIE_ERROR_PROTOCOL, left_out_words(table.file, rows), {}, 0};
        host.push(rows.changes);
        return {};
    }

    static std::string left_out_words(const std::string& file, const ReadRows& rows) {
        return sentence(reason(rows.left_out.front().why), {{"n", std::to_string(rows.left_out.size())}, {"file", file}, {"line", std::to_string(rows.left_out.front().line)}});
    }

    void take(Host& host, const fs::path& file, Memory& memory, const std::stop_token& stop) {
        const std::string shown = file.lexically_relative(path_).string();
        std::error_code ec;
        if (fs::file_size(file, ec) > max_file_bytes) {
            trouble_ = sentence("backends.folder.too_big", {{"file", shown}});
            return;
        }
        const auto hash = content_hash(file, stop);
        if (!hash || memory.knows(*hash)) return;
        const OpenedData data = open_paths({file}, {}, stop);
        if (stop.stop_requested()) return;
        const auto plane = MapPlane::create(data.plane_epsg);
        std::string why = data.layers.empty() || !plane ? sentence("backends.folder.unreadable", {{"file", shown}}) : std::string{};
        std::vector<Change> changes;
        for (const LayerPtr& layer : data.layers) {
            if (!plane) break;
            if (settings_.content == Content::assets) take_assets(*layer, *plane, changes);
            else if (std::string words = take_rows(host, table_of(*layer, file, *plane), shown, changes); !words.empty()) why = std::move(words);
        }
        host.sample(shown, first_bytes(file), changes.empty() ? why : std::string{});
        trouble_ = std::move(why);  // of the newest file: what an older one lacked was told and is in the log
        if (changes.empty()) return;  // not remembered: it is read again once a person has said what its columns are
        memory.add(*hash);
        any_read_ = true;
        for (std::size_t done = 0; done < changes.size();) {
            const std::size_t count = std::min(batch_changes, changes.size() - done);
            const auto from = changes.begin() + static_cast<std::ptrdiff_t>(done);
            done += count;
            if (!host.push({std::make_move_iterator(from), std::make_move_iterator(from + static_cast<std::ptrdiff_t>(count))}, done == changes.size() ? memory.text() : std::string{})) return;
        }
    }

    // Appends what the rows say; a sentence when some or all were left out.
    std::string take_rows(Host& host, const Table& table, const std::string& shown, std::vector<Change>& changes) {
        const std::vector<Field> fields = fields_of(table);
        if (const auto gap = missing_in(table, fields)) return sentence(missing_words(*gap), {{"file", shown}});
        ReadRows rows = read_rows(table, fields, settings_);
        std::move(rows.changes.begin(), rows.changes.end(), std::back_inserter(changes));
        for (std::size_t i = 0; i < std::min(rows.left_out.size(), max_listed_rows); ++i)
            host.log(VIGIE_LOG_WARNING, shown + ", line " + std::to_string(rows.left_out[i].line) + ": left out, " + std::string(reason(rows.left_out[i].why)).substr(std::string("backends.folder.").size()));
        return rows.left_out.empty() ? std::string{} : left_out_words(shown, rows);
    }

    // Code and name from the columns that a person named for them, attributes only of those that stay one.
    static void map_columns(Asset& asset, const std::vector<std::string>& columns, const std::vector<Field>& fields) {
        std::vector<Attribute> kept;
        asset.code.clear();
        asset.name.clear();
        for (Attribute& a : asset.attributes) {
            const auto at = std::ranges::find(columns, a.name);
            const Field field = at == columns.end() ? Field::attribute : fields[static_cast<std::size_t>(at - columns.begin())];
            if (field == Field::id) asset.code = a.value;
            else if (field == Field::name) asset.name = a.value;
            else if (field == Field::attribute) kept.push_back(std::move(a));
        }
        asset.attributes = std::move(kept);
    }

    void take_assets(const Layer& layer, const MapPlane& plane, std::vector<Change>& changes) const {
        std::vector<std::string> columns;
        for (const Column& c : layer.columns)
            if (!c.derived) columns.push_back(c.name);
        const auto fields = decided(columns, rules_, Field::attribute);
        for (Asset& asset : assets_of(layer, asset_kind_, plane)) {
            if (fields) map_columns(asset, columns, *fields);
            json entity = to_json(AnyEntity{asset});
            for (const char* ours : {"id", "origin", "updated_at"}) entity.erase(ours);
            Change c;
            c.kind = VIGIE_KIND_ASSET;
            c.json = entity.dump(-1, ' ', false, json::error_handler_t::replace);
            c.id = asset.code.empty() ? fmt::format("{:016x}", hash_bytes(c.json.data(), c.json.size())) : asset.code;
            changes.push_back(std::move(c));
        }
    }

    static std::string first_bytes(const fs::path& file) {
        std::string out(2'000, '\0');
        std::ifstream in(file, std::ios::binary);
        in.read(out.data(), static_cast<std::streamsize>(out.size()));
        out.resize(static_cast<std::size_t>(in.gcount()));
        return out.find('\0') == std::string::npos ? out : std::string{};
    }

    std::string path_, asset_kind_, trouble_;
    RowSettings settings_;
    std::vector<ColumnRule> rules_;
    bool any_read_ = false;
};

} // namespace

std::int32_t folder_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<FolderBackend>(host_abi, out, error);
}

} // namespace vigie::gis
