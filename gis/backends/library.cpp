#include "gis/backends/library.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "gis/backends/programs/program_backend.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis {

namespace {

Error plugin_error(ErrorClass klass, std::string key, const std::string& path, std::string detail) {
    return {klass, Text{std::move(key), {{"path", path}, {"why", detail}}}, Text{"backends.plugin.remedy", {}}, std::move(detail)};
}

std::vector<std::string> program_in(const nlohmann::json& manifest, const std::filesystem::path& folder) {
    std::vector<std::string> command;
    const auto program = manifest.find("program");
    if (program == manifest.end() || !program->is_array()) return command;
    for (const auto& word : *program) {
        if (!word.is_string()) continue;
        const std::string text = word.get<std::string>();
        std::error_code ec;
        const bool beside = !text.empty() && std::filesystem::is_regular_file(folder / text, ec);
        command.push_back(beside ? std::filesystem::absolute(folder / text, ec).string() : text);
    }
    return command;
}

} // namespace

BackendDescription description_of(const vigie_backend& b, std::string path) {
    const auto text = [](const char* s) { return std::string(s ? s : ""); };
    return {text(b.name), text(b.title), text(b.version), text(b.licence), std::move(path), text(b.capabilities),
            text(b.config_schema)};
}

std::string BackendDoor::config_for(const std::string& config_json) const {
    if (command.empty()) return config_json;
    const auto settings = foreign_json(config_json);
    return nlohmann::json{{"command", command}, {"folder", folder.string()}, {"settings", settings.is_object() ? settings : nlohmann::json::object()}, {"secrets", secrets}}.dump();
}

Result<vigie_backend> table_from(vigie_backend_main_fn entry) {
    vigie_backend table{};
    table.size = sizeof table;
    vigie_error error{};
    error.size = sizeof error;
    if (entry(VIGIE_ABI, &table, &error) != 0)
        return plugin_error(ErrorClass::unsupported, "backends.plugin.refused", {}, error.message);
    if ((table.abi >> 16) != VIGIE_ABI_MAJOR)
        return plugin_error(ErrorClass::unsupported, "backends.plugin.version", {}, std::to_string(table.abi >> 16));
    if (!table.name || !table.create || !table.configure || !table.run || !table.stop || !table.resume || !table.destroy)
        return plugin_error(ErrorClass::protocol, "backends.plugin.incomplete", {}, "a mandatory function is missing");
    return table;
}

BackendLibrary::BackendLibrary() {
    for (const BuiltIn& b : built_in_backends()) add(b.entry);
}

void BackendLibrary::add(vigie_backend_main_fn entry) {
    auto table = table_from(entry);
    std::lock_guard lock(mutex_);
    if (!table) {
        notices_.push_back({Severity::error, "built-in", table.error().text, table.error().remedy});
        return;
    }
    auto kept = std::make_shared<const vigie_backend>(*table);
    entries_[kept->name] = {description_of(*kept, {}), kept};
}

void BackendLibrary::scan(const std::vector<std::filesystem::path>& folders, const PluginPolicy& policy) {
    std::lock_guard lock(mutex_);
    for (const auto& folder : folders) {
        std::error_code ec;
        std::vector<std::filesystem::path> manifests;
        for (const auto& item : std::filesystem::directory_iterator(folder, ec))
            if (item.path().string().ends_with(".vigie.json")) manifests.push_back(item.path());
        std::sort(manifests.begin(), manifests.end());
        for (const auto& file : manifests) read_manifest(file, policy);
    }
}

// "file": a shared object; or "program": what to start, its parts that are files beside the description found there.
Result<BackendLibrary::Described> BackendLibrary::read(const std::filesystem::path& file) {
    const auto complain = [&](const std::string& why) { return Error{ErrorClass::input, Text{"backends.manifest.bad", {{"why", why}}}, Text{"backends.plugin.remedy", {}}, file.string()}; };
    std::error_code ec;
    if (std::filesystem::file_size(file, ec) > max_manifest_bytes || ec) return complain(ec ? ec.message() : "> 1 MiB");
    std::ifstream in(file, std::ios::binary);
    const std::string manifest(std::istreambuf_iterator<char>(in), {});
    const auto json = foreign_json(manifest);
    if (!json.is_object()) return complain("JSON");
    const auto as_written = nlohmann::ordered_json::parse(manifest, nullptr, false);  // the form keeps its order
    const auto text = [&](const char* key) {
        const auto it = json.find(key);
        return it != json.end() && it->is_string() ? it->get<std::string>() : std::string();
    };
    const std::string name = text("name"), object = text("file");
    std::vector<std::string> command = program_in(json, file.parent_path());
    if (name.empty() || (object.empty() && command.empty())) return complain("name, file, program");
    const auto sub = [&](const char* key) { return json.contains(key) ? as_written[key].dump() : std::string("{}"); };
    const std::filesystem::path path = object.empty() ? file : file.parent_path() / object;
    return Described{{name, text("title"), text("version"), text("licence"), path.string(), sub("capabilities"), sub("config_schema")}, object.empty() ? command : std::vector<std::string>()};
}

void BackendLibrary::read_manifest(const std::filesystem::path& file, const PluginPolicy& policy) {
    auto described = read(file);
    if (!described) {
        notices_.push_back({Severity::warning, file.string(), described.error().text, described.error().remedy});
        return;
    }
    const std::string name = described->description.name;
    if (entries_.contains(name)) {  // the first hit wins; the shadowed one is listed
        notices_.push_back({Severity::info, file.string(), Text{"backends.manifest.shadowed", {{"name", name}}}, {}});
        return;
    }
    std::vector<std::string> command = std::move(described->command);
    const std::filesystem::path path = described->description.path;
    if (command.empty() && !policy.runner.empty() && !(policy.trusted && policy.trusted(path))) {
        command = policy.runner;
        command.push_back(path.string());
    }
    entries_[name] = {std::move(described->description), {}, std::move(command)};
}

Result<std::shared_ptr<const vigie_backend>> BackendLibrary::load(Entry& entry) {
    const std::string& path = entry.description.path;
    void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!handle) return plugin_error(ErrorClass::config, "backends.plugin.unloadable", path, dlerror());
    auto main = reinterpret_cast<vigie_backend_main_fn>(dlsym(handle, "vigie_backend_main"));
    if (!main) return plugin_error(ErrorClass::protocol, "backends.plugin.no_entry", path, "vigie_backend_main");
    auto table = table_from(main);
    if (!table) return plugin_error(table.error().klass, table.error().text.key, path, table.error().detail);
    if (entry.description.name != table->name)
        return plugin_error(ErrorClass::protocol, "backends.plugin.disagrees", path, table->name);
    entry.table = std::make_shared<const vigie_backend>(*table);
    return entry.table;
}

std::vector<BackendDescription> BackendLibrary::descriptions() const {
    std::lock_guard lock(mutex_);
    std::vector<BackendDescription> out;
    for (const auto& [name, entry] : entries_) out.push_back(entry.description);
    return out;
}

std::vector<Notice> BackendLibrary::notices() const {
    std::lock_guard lock(mutex_);
    return notices_;
}

Result<BackendDoor> BackendLibrary::find(const std::string& name) {
    std::lock_guard lock(mutex_);
    const auto it = entries_.find(name);
    if (it == entries_.end())
        return Error{ErrorClass::config, Text{"backends.unknown", {{"name", name}}}, Text{"backends.unknown.remedy", {}}, {}};
    Entry& entry = it->second;
    if (!entry.command.empty())
        return BackendDoor{entries_.at(program_backend_name).table, entry.command, secret_names(entry.description), std::filesystem::path(entry.description.path).parent_path()};
    if (!entry.table) {
        auto loaded = load(entry);
        if (!loaded) return loaded.error();
    }
    return BackendDoor{entry.table, {}, {}, {}};
}

} // namespace vigie::gis
