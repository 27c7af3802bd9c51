// Where backends come from: the built-in list, and shared objects described by a manifest NAME.vigie.json beside them,
// which is read without loading any code. Loaded once, never unloaded (texts and thread-locals may outlive an instance).
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gis/backends/hub.hpp"
#include "gis/backends/vigie_backend.h"
#include "gis/model/result.hpp"

namespace vigie::gis {

inline constexpr std::size_t max_manifest_bytes = 1u << 20;

// The entry function of a backend that is part of the program.
struct BuiltIn {
    vigie_backend_main_fn entry;
};
// The one list of them, in gis/backends/built_in.cpp.
[[nodiscard]] const std::vector<BuiltIn>& built_in_backends();

// How to reach a backend: its functions and, when it is a program or a shared object in a process of its own, what to start.
struct BackendDoor {
    std::shared_ptr<const vigie_backend> table;
    std::vector<std::string> command, secrets;  // empty command: in this process
    std::filesystem::path folder;
    // The configuration as the table wants it.
    [[nodiscard]] std::string config_for(const std::string& config_json) const;
};

class BackendLibrary {
public:
    BackendLibrary();
    void add(vigie_backend_main_fn entry);  // any thread, as the next
    void scan(const std::vector<std::filesystem::path>& folders, const PluginPolicy& policy = {});
    [[nodiscard]] std::vector<BackendDescription> descriptions() const;  // any thread
    [[nodiscard]] std::vector<Notice> notices() const;                   // any thread
    // Loads the shared object at its first use. Whoever runs the backend keeps its table, also when abandoned.
    Result<BackendDoor> find(const std::string& name);  // any thread
    // One description, without adding it: what it says and, for a program, what to start.
    struct Described {
        BackendDescription description;
        std::vector<std::string> command;
    };
    [[nodiscard]] static Result<Described> read(const std::filesystem::path& manifest);

private:
    struct Entry {
        BackendDescription description;
        std::shared_ptr<const vigie_backend> table = {};
        std::vector<std::string> command = {};
    };
    Result<std::shared_ptr<const vigie_backend>> load(Entry& entry);
    void read_manifest(const std::filesystem::path& file, const PluginPolicy& policy);

    mutable std::mutex mutex_;
    std::map<std::string, Entry> entries_;
    std::vector<Notice> notices_;
};

[[nodiscard]] BackendDescription description_of(const vigie_backend& table, std::string path);
// Fills a table from an entry function and checks it; the error says what is wrong with the plugin.
[[nodiscard]] Result<vigie_backend> table_from(vigie_backend_main_fn entry);

} // namespace vigie::gis
