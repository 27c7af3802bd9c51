// `vigie check plugin` and `vigie trust`.
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "app/plugins.hpp"
#include "app/verbs.hpp"
#include "gis/backends/conformance/conformance.hpp"

namespace vigie::app {

namespace {

std::string text_of_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string_view word_of(gis::Verdict verdict) { return verdict == gis::Verdict::kept ? "kept" : verdict == gis::Verdict::broken ? "broken" : "skipped"; }

} // namespace

Exit run_check_plugin(const VerbContext& c, const std::filesystem::path& file) {
    const std::string config = c.line.plugin_config.empty() ? std::string() : text_of_file(c.line.plugin_config);
    const auto plugin = gis::plugin_to_check(file, config);
    if (!plugin) {
        print_error(c.language, plugin.error());
        return Exit::failed;
    }
    const std::vector<gis::PromiseReport> reports = gis::check_plugin(plugin->subject);
    auto list = nlohmann::ordered_json::array();
    bool broken = false;
    for (const gis::PromiseReport& r : reports) {
        broken = broken || r.verdict == gis::Verdict::broken;
        const auto words = [&](const gis::Text& text) { return text.empty() ? std::string() : c.language(text); };
        list.push_back({{"promise", r.name}, {"verdict", word_of(r.verdict)}, {"what", words(r.what)}, {"why", words(r.why)}, {"remedy", words(r.remedy)}, {"ms", r.ms}});
        if (c.line.json) continue;
        const char* sign = r.verdict == gis::Verdict::kept ? "✔" : r.verdict == gis::Verdict::broken ? "✘" : "–";
        fmt::print("{} {:<15} {}{}\n", sign, r.name, words(r.what), r.why.empty() ? "" : " (" + words(r.why) + ")");
        if (r.verdict == gis::Verdict::broken) fmt::print("  → {}\n", words(r.remedy));
    }
    if (c.line.json) fmt::print("{}\n", nlohmann::ordered_json{{"plugin", plugin->description.name}, {"version", plugin->description.version}, {"promises", list}}.dump());
    return broken ? Exit::notices : Exit::done;
}

Exit run_trust(const VerbContext& c) {
    for (const auto& object : c.line.paths)
        if (const gis::Outcome set = set_trust(c.places, object, !c.line.distrust); !set) {
            print_error(c.language, set.error());
            return Exit::failed;
        }
    return Exit::done;
}

} // namespace vigie::app
