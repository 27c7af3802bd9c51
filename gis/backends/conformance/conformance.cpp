#include "gis/backends/conformance/conformance.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <fstream>
#include <iterator>

#include "gis/backends/config_schema.hpp"
#include "gis/backends/conformance/promises.hpp"
#include "gis/backends/library.hpp"
#include "gis/backends/programs/program_backend.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr auto patience = std::chrono::seconds(20);  // beyond what a promise waits for by itself
constexpr std::size_t most_answer_bytes = 4'000;

// What the process of a promise says: the first letter K(ept), B(roken), S(kipped), then why.
std::string asked(const Promise& promise, const ConformanceSubject& subject) {
    const PromiseAnswer answer = promise.ask(subject);
    const char letter = answer.verdict == Verdict::kept ? 'K' : answer.verdict == Verdict::broken ? 'B' : 'S';
    return (letter + answer.why).substr(0, most_answer_bytes);
}

std::string signal_words(int status) {
    if (!WIFSIGNALED(status)) return "the plugin ended the process with code " + std::to_string(WEXITSTATUS(status)) + "; exit() must never cross the interface";
    const char* name = sigabbrev_np(WTERMSIG(status));
    return std::string("the plugin crashed (SIG") + (name ? name : "?") + ")";
}

PromiseAnswer ask_apart(const Promise& promise, const ConformanceSubject& subject) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return {Verdict::skipped, std::strerror(errno)};
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::setpgid(0, 0);
        for (const int s : {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTERM}) ::signal(s, SIG_DFL);  // a crash is an answer
        ::close(ends[0]);
        const std::string answer = asked(promise, subject);
        [[maybe_unused]] const auto told = ::write(ends[1], answer.data(), answer.size());
        ::_exit(0);
    }
    ::close(ends[1]);
    std::string answer;
    bool hangs = pid < 0;
    const auto until = SteadyClock::now() + patience + subject.listen;
    while (!hangs) {
        pollfd fd{ends[0], POLLIN, 0};
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - SteadyClock::now()).count();
        hangs = left <= 0 || ::poll(&fd, 1, static_cast<int>(left)) <= 0;
        std::array<char, most_answer_bytes> bytes;
        const ssize_t n = hangs ? 0 : ::read(ends[0], bytes.data(), bytes.size());
        if (n <= 0) break;
        answer.append(bytes.data(), static_cast<std::size_t>(n));
    }
    ::close(ends[0]);
    if (pid < 0) return {Verdict::skipped, std::strerror(errno)};
    if (hangs) ::kill(-pid, SIGKILL);
    int status = 0;
    ::waitpid(pid, &status, 0);
    ::kill(-pid, SIGKILL);  // what it left running
    if (hangs) return {Verdict::broken, "the plugin hangs: no answer within " + std::to_string(std::chrono::seconds(patience + subject.listen).count()) + " s"};
    if (answer.empty()) return {Verdict::broken, signal_words(status)};
    return {answer[0] == 'K' ? Verdict::kept : answer[0] == 'B' ? Verdict::broken : Verdict::skipped, answer.substr(1)};
}

Error unreadable(const std::filesystem::path& file, const std::string& why) {
    return {ErrorClass::input, {"backends.plugin.unloadable", {{"path", file.string()}, {"why", why}}}, {"backends.check.remedy", {}}, why};
}

Result<PluginUnderCheck> shared_object(const std::filesystem::path& file, const std::string& config) {
    void* handle = ::dlopen(std::filesystem::absolute(file).c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!handle) return unreadable(file, dlerror());
    const auto entry = reinterpret_cast<vigie_backend_main_fn>(::dlsym(handle, "vigie_backend_main"));
    if (!entry) return unreadable(file, "vigie_backend_main");
    auto table = table_from(entry);
    if (!table) return table.error();
    PluginUnderCheck out;
    out.subject.entry = entry;
    out.description = description_of(*table, file.string());
    out.subject.config_json = config.empty() ? default_configuration(out.description.config_schema_json) : config;
    return out;
}

// Through the backend that runs programs: the same promises.
PluginUnderCheck program(BackendDoor door, BackendDescription description, const std::string& config) {
    PluginUnderCheck out;
    out.subject.entry = program_backend_main;
    out.description = std::move(description);
    out.subject.config_json = door.config_for(config.empty() ? default_configuration(out.description.config_schema_json) : config);
    return out;
}

} // namespace

std::vector<PromiseReport> check_plugin(const ConformanceSubject& subject) {
    std::vector<PromiseReport> reports;
    bool runs = true;
    for (const Promise& promise : promises()) {
        PromiseReport report;
        report.name = promise.name;
        report.what = {"backends.promise." + promise.name, {}};
        const auto begin = SteadyClock::now();
        const PromiseAnswer answer = promise.needs_run && !runs ? PromiseAnswer{Verdict::skipped, "it does not run with this configuration"} : ask_apart(promise, subject);
        report.ms = std::chrono::duration<double, std::milli>(SteadyClock::now() - begin).count();
        report.verdict = answer.verdict;
        if (!answer.why.empty()) report.why = {"backends.said", {{"why", answer.why}}};
        if (answer.verdict == Verdict::broken) report.remedy = {"backends.promise." + promise.name + ".remedy", {}};
        if (promise.name == "runs" && answer.verdict != Verdict::kept) runs = false;
        reports.push_back(std::move(report));
    }
    return reports;
}

Result<PluginUnderCheck> plugin_to_check(const std::filesystem::path& file, const std::string& config) {
    std::error_code ec;
    if (!std::filesystem::is_regular_file(file, ec)) return unreadable(file, ec ? ec.message() : "no file");
    if (!config.empty() && !foreign_json(config).is_object()) return Error{ErrorClass::input, {"backends.check.config", {}}, {"backends.check.config.remedy", {}}, config};
    if (file.string().ends_with(".so")) return shared_object(file, config);
    if (!file.string().ends_with(".vigie.json")) {
        const BackendDoor door{nullptr, {std::filesystem::absolute(file).string()}, {}, std::filesystem::absolute(file).parent_path()};
        return program(door, {.name = file.filename().string(), .title = {}, .version = {}, .licence = {}, .path = file.string(), .capabilities_json = "{}", .config_schema_json = "{}"}, config);
    }
    BackendLibrary library;
    const auto described = library.read(file);
    if (!described) return described.error();
    if (!described->command.empty()) return program({nullptr, described->command, secret_names(described->description), std::filesystem::absolute(file).parent_path()}, described->description, config);
    return shared_object(described->description.path, config);
}

} // namespace vigie::gis
