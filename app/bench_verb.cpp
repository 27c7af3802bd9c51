// `vigie bench`: from the command line to the benchmark and its report.
#include <fmt/format.h>

#include "app/bench.hpp"
#include "app/bench_connectors.hpp"
#include "app/bench_desks.hpp"
#include "app/bench_roads.hpp"
#include "app/bench_soak.hpp"
#include "app/bench_start.hpp"
#include "app/machine_memory.hpp"
#include "app/verbs.hpp"

namespace vigie::app {

Exit run_bench(const VerbContext& c) {
    const BenchArguments& b = c.line.bench;
    const auto size = parse_size(b.size);
    if (size && (b.start || b.start_once)) return run_start_bench(c, size->first, size->second);
    if (b.roads > 0 && (b.crossings > 0 || !c.line.paths.empty())) return run_roads_bench(c);
    if (b.connectors) return run_connectors_bench(c);
    if (b.desks > 0) return run_desks_bench(c);
    if (size && b.live > 0 && b.feed > 0) return run_soak_bench(c, size->first, size->second);
    if (!size || (c.line.paths.empty() && b.live == 0)) {
        print_error(c.language, {gis::ErrorClass::input, {"app.bench.usage", {}}, {"app.bench.usage.remedy", {}}, {}});
        return Exit::usage;
    }
    BenchRequest request;
    request.paths = c.line.paths;
    request.camera = b.camera;
    if (b.style == "municipal") request.style = c.places.share / "styles/municipal.json";
    request.shaders = c.places.share / "shaders";
    const auto fonts = c.places.share / "fonts";
    request.fonts = {fonts / "Inter-Regular.otf", fonts / "Inter-SemiBold.otf", fonts / "MaterialIcons-Regular.ttf"};
    request.width = size->first;
    request.height = size->second;
    request.window = b.window;
    request.live = b.live;
    request.seconds = b.seconds;
    request.wider = b.wider;
    request.memory_bytes = std::int64_t{b.memory_mb > 0 ? b.memory_mb : default_map_memory_mb()} << 20;
    const auto report = run_map_bench(request);
    if (!report) {
        print_error(c.language, report.error());
        return Exit::failed;
    }
    fmt::print("{}\n", c.line.json ? bench_json(request, *report) : bench_text(*report));
    print_notices(c.language, report->notices);
    return matter(report->notices) ? Exit::notices : Exit::done;
}

} // namespace vigie::app
