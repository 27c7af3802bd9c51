// Every target over its corpus and over seeded changes of it, without a fuzzer. VIGIE_FUZZ_RUNS and VIGIE_FUZZ_SEED ask for
// more, or for other dice. The input being read is kept as <build>/fuzz/<target>.last: after a crash that file is the find.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "fuzz/mutate.hpp"
#include "fuzz/target.hpp"

using namespace vigie::fuzz;

namespace {

std::size_t asked(const char* variable, std::size_t fallback) {
    const char* text = std::getenv(variable);
    return text ? static_cast<std::size_t>(std::strtoull(text, nullptr, 10)) : fallback;
}

std::vector<std::string> inputs_of(const Target& target) {
    std::vector<std::string> inputs = target.seeds ? target.seeds() : std::vector<std::string>{};
    for (const auto& file : files_in(std::filesystem::path(VIGIE_SOURCE_DIR) / "tests/fuzz/corpus" / target.name)) inputs.push_back(read_file(file));
    return inputs;
}

void run_kept(const Target& target, const std::string& input) {
    const auto folder = std::filesystem::path(VIGIE_BINARY_DIR) / "fuzz";
    std::filesystem::create_directories(folder);
    write_file(folder / (std::string(target.name) + ".last"), input);
    target.run(input);
}

void run_changes(const Target& target, const std::vector<std::string>& inputs, std::size_t runs, std::uint64_t seed) {
    std::mt19937_64 dice(seed);
    for (std::size_t i = 0; i < runs; ++i) {
        const std::string& input = inputs[i % inputs.size()];
        run_kept(target, mutated(input, inputs[dice() % inputs.size()], target.words, dice));
    }
}

} // namespace

TEST_CASE("every reader keeps its promises on its corpus and on seeded changes of it") {
    const std::size_t index = GENERATE(range(std::size_t{0}, targets().size()));
    const Target& target = targets()[index];
    const std::size_t runs = asked("VIGIE_FUZZ_RUNS", 300);
    const std::uint64_t seed = asked("VIGIE_FUZZ_SEED", 1);
    DYNAMIC_SECTION(target.name << ", seed " << seed) {
        const std::vector<std::string> inputs = inputs_of(target);
        REQUIRE_FALSE(inputs.empty());
        target.run({});
        for (const std::string& input : inputs) run_kept(target, input);
        run_changes(target, inputs, runs, seed);
        SUCCEED();
    }
}

TEST_CASE("the canary's fault is found, so a fault elsewhere would be") {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        for (const int fatal : {SIGABRT, SIGSEGV}) std::signal(fatal, SIG_DFL);  // the test library would tell of it
        if (!std::freopen("/dev/null", "w", stderr)) ::_exit(3);
        run_changes(canary(), inputs_of(canary()), 20'000, 1);
        ::_exit(0);  // nothing found
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    INFO("status " << status);
    CHECK_FALSE((WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 3)));
}
