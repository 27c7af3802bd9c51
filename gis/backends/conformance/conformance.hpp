// What a plugin promises by speaking the interface, asked of it one promise at a time: `vigie check plugin`. Each is asked
// in a process of its own, so that a crash or a hang is an answer too. Call from a process without other threads.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gis/backends/hub.hpp"
#include "gis/backends/vigie_backend.h"
#include "gis/model/result.hpp"
#include "gis/model/time.hpp"

namespace vigie::gis {

enum class Verdict : std::uint8_t { kept, broken, skipped };

struct PromiseReport {
    std::string name;    // stable: "stop-within-a-second"
    Verdict verdict = Verdict::kept;
    Text what;           // the promise
    Text why, remedy;    // when it is broken or could not be asked
    double ms = 0;
};

struct ConformanceSubject {
    vigie_backend_main_fn entry = nullptr;  // of the shared object; null for a program
    std::string config_json = "{}";         // that it can run with
    Seconds listen{3};                      // how long its news are waited for
};

// In the order they build on each other; those that need a running plugin are skipped when it cannot run.
[[nodiscard]] std::vector<PromiseReport> check_plugin(const ConformanceSubject& subject);

// What is to be checked: a shared object, a description (NAME.vigie.json) or a program. `config`: empty = the defaults of its
// schema.
struct PluginUnderCheck {
    ConformanceSubject subject;
    BackendDescription description;
};
[[nodiscard]] Result<PluginUnderCheck> plugin_to_check(const std::filesystem::path& file, const std::string& config);

} // namespace vigie::gis
