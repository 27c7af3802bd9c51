// The verbs of the command line that need no window. Each prints its result on stdout (JSON when asked), messages on
// stderr, and returns the exit code.
#pragma once

#include "app/command_line.hpp"
#include "app/places.hpp"
#include "app/session.hpp"

namespace vigie::app {

struct VerbContext {
    const CommandLine& line;
    const Places& places;
    const gis::Language& language;
    const gis::Clock& clock;
};

[[nodiscard]] Exit run_render(const VerbContext& c);
[[nodiscard]] Exit run_check(const VerbContext& c);
[[nodiscard]] Exit run_check_plugin(const VerbContext& c, const std::filesystem::path& file);
[[nodiscard]] Exit run_trust(const VerbContext& c);
[[nodiscard]] Exit run_plan(const VerbContext& c);
[[nodiscard]] Exit run_backends(const VerbContext& c);
[[nodiscard]] Exit run_bench(const VerbContext& c);
[[nodiscard]] Exit run_new(const VerbContext& c);
[[nodiscard]] Exit run_fetch(const VerbContext& c);
[[nodiscard]] Exit run_import(const VerbContext& c);
[[nodiscard]] Exit run_export(const VerbContext& c);
[[nodiscard]] Exit run_migrate(const VerbContext& c);
[[nodiscard]] Exit run_duties(const VerbContext& c);
[[nodiscard]] Exit run_council(const VerbContext& c);
[[nodiscard]] Exit run_energy(const VerbContext& c);

// "vigie: what happened: what to do" on stderr.
void print_error(const gis::Language& language, const gis::Error& error);
void print_notices(const gis::Language& language, const std::vector<gis::Notice>& notices);
[[nodiscard]] bool matter(const std::vector<gis::Notice>& notices);  // warnings or errors among them

} // namespace vigie::app
