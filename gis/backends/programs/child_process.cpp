#include "gis/backends/programs/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace vigie::gis {

namespace {

struct Pipe {
    int read = -1, write = -1;
    bool open() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) return false;
        read = ends[0];
        write = ends[1];
        return true;
    }
    void close() {
        for (int* end : {&read, &write})
            if (*end >= 0) ::close(std::exchange(*end, -1));
    }
};

void never_block(int fd) { ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK); }

std::string found_program(const std::string& name) {
    if (name.find('/') != std::string::npos) return ::access(name.c_str(), X_OK) == 0 ? name : std::string();
    const char* path = std::getenv("PATH");
    std::string_view rest = path ? path : "/usr/local/bin:/usr/bin:/bin";
    while (!rest.empty()) {
        const std::size_t colon = rest.find(':');
        const std::string file = std::string(rest.substr(0, colon)) + '/' + name;
        if (::access(file.c_str(), X_OK) == 0) return file;
        rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
    }
    return {};
}

// What programs need to speak a person's language and find their tools, and no more: tokens live in variables too.
std::vector<std::string> harmless_variables() {
    std::vector<std::string> out;
    for (const char* name : {"PATH", "HOME", "LANG", "LC_ALL", "LC_MESSAGES", "TZ", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "VIGIE_SHARE_DIR"})
        if (const char* value = std::getenv(name)) out.push_back(std::string(name) + '=' + value);
    out.push_back("PYTHONUNBUFFERED=1");  // lines when they are written
    return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (std::string& t : texts) out.push_back(t.data());
    out.push_back(nullptr);
    return out;
}

Error cannot(const std::string& program, int why) {
    return {ErrorClass::config, {"backends.program.cannot_start", {{"path", program}}}, {"backends.program.cannot_start.remedy", {}}, std::strerror(why)};
}

struct Preparation {
    const char* program;
    char* const* arguments;
    char* const* variables;
    const char* folder;
    int in, out, err, failure;
    ProgramLimits limits;
    pid_t parent;
};

// After the fork, in a copy of a process with threads: calls of the kernel only.
[[noreturn]] void become(const Preparation& p) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != p.parent) ::_exit(127);
    ::dup2(p.in, 0);
    ::dup2(p.out, 1);
    ::dup2(p.err, 2);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int s : {SIGPIPE, SIGINT, SIGTERM, SIGHUP}) ::signal(s, SIG_DFL);
    const rlimit memory{p.limits.memory_bytes, p.limits.memory_bytes}, files{static_cast<rlim_t>(p.limits.files), static_cast<rlim_t>(p.limits.files)}, core{0, 0};
    ::setrlimit(RLIMIT_AS, &memory);
    ::setrlimit(RLIMIT_NOFILE, &files);
    ::setrlimit(RLIMIT_CORE, &core);
    if (::chdir(p.folder) == 0) {
        // The pipe of failure closes itself when the program is there.
        ::close_range(3, static_cast<unsigned>(p.failure) - 1, 0);
        ::close_range(static_cast<unsigned>(p.failure) + 1, ~0u, 0);
        ::execve(p.program, p.arguments, p.variables);
    }
    const int why = errno;
    [[maybe_unused]] const auto told = ::write(p.failure, &why, sizeof why);
    ::_exit(127);
}

} // namespace

Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& command, const std::filesystem::path& folder, const ProgramLimits& limits) {
    if (command.empty() || command.front().empty()) return cannot({}, ENOENT);
    std::vector<std::string> arguments = command, variables = harmless_variables();
    const std::string program = found_program(command.front());
    if (program.empty()) return cannot(command.front(), ENOENT);
    const std::vector<char*> argument_pointers = pointers(arguments), variable_pointers = pointers(variables);
    const std::string where = folder.empty() ? "/" : folder.string();
    Pipe in, out, err, failure;
    const auto close_all = [&] { for (Pipe* p : {&in, &out, &err, &failure}) p->close(); };
    if (!in.open() || !out.open() || !err.open() || !failure.open()) {
        const int why = errno;
        close_all();
        return cannot(program, why);
    }
    const Preparation preparation{program.c_str(), argument_pointers.data(), variable_pointers.data(), where.c_str(), in.read, out.write, err.write, failure.write, limits, ::getpid()};
    const pid_t pid = ::fork();
    if (pid == 0) become(preparation);
    const int fork_error = errno;
    if (pid > 0) ::setpgid(pid, pid);  // whichever of the two comes first
    for (int* end : {&in.read, &out.write, &err.write, &failure.write}) ::close(std::exchange(*end, -1));
    if (pid < 0) {
        close_all();
        return cannot(program, fork_error);
    }
    ChildProcess child;
    child.pid_ = pid;
    child.in_ = std::exchange(in.write, -1);
    child.out_ = std::exchange(out.read, -1);
    child.err_ = std::exchange(err.read, -1);
    for (const int fd : {child.in_, child.out_, child.err_}) never_block(fd);
    int why = 0;
    const bool failed = ::read(failure.read, &why, sizeof why) == sizeof why;
    failure.close();
    if (failed) return cannot(program, why);
    return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), in_(std::exchange(other.in_, -1)), out_(std::exchange(other.out_, -1)), err_(std::exchange(other.err_, -1)), status_(other.status_) {}

ChildProcess::~ChildProcess() {
    if (pid_ > 0) {
        ::kill(-pid_, SIGKILL);  // also what it started itself
        if (!status_) ::waitpid(pid_, nullptr, 0);
    }
    for (const int fd : {in_, out_, err_})
        if (fd >= 0) ::close(fd);
}

std::optional<int> ChildProcess::ended() {
    if (status_ || pid_ <= 0) return status_;
    int raw = 0;
    if (::waitpid(pid_, &raw, WNOHANG) == pid_) status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
    return status_;
}

void ChildProcess::end(int signal) {
    if (pid_ > 0 && !status_) ::kill(-pid_, signal);
}

} // namespace vigie::gis
