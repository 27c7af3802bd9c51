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

class BackendLibrary {
public:
    BackendLibrary();
    void add(vigie_backend_main_fn entry);  // any thread, as the next
    void scan(const std::vector<std::filesystem::path>& folders);
    [[nodiscard]] std::vector<BackendDescription> descriptions() const;  // any thread
    [[nodiscard]] std::vector<Notice> notices() const;                   // any thread
    // Loads the shared object at its first use. Whoever runs the backend keeps its table, also when abandoned.
    Result<std::shared_ptr<const vigie_backend>> find(const std::string& name);  // any thread

private:
    struct Entry {
        BackendDescription description;
        std::shared_ptr<const vigie_backend> table;
    };
    Result<std::shared_ptr<const vigie_backend>> load(Entry& entry);
    void read_manifest(const std::filesystem::path& file);

    mutable std::mutex mutex_;
    std::map<std::string, Entry> entries_;
    std::vector<Notice> notices_;
};

// Fills a table from an entry function and checks it; the error says what is wrong with the plugin.
[[nodiscard]] Result<vigie_backend> table_from(vigie_backend_main_fn entry);

} // namespace vigie::gis
