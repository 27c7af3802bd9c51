// A program started for a source: pipes to its standard input and output, its standard error as a log, its own process
// group, nothing inherited but those three descriptors and a few harmless variables, a bound on its memory. One thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gis/model/result.hpp"

namespace vigie::gis {

struct ProgramLimits {
    std::uint64_t memory_bytes = std::uint64_t{1} << 30;  // address space
    int files = 256;                                      // open at once
};

class ChildProcess {
public:
    // Fails when the program is not there or cannot be run. A name without a slash is looked for along PATH. `folder`: its
    // working directory, none = the root.
    [[nodiscard]] static Result<ChildProcess> start(const std::vector<std::string>& command, const std::filesystem::path& folder, const ProgramLimits& limits);
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&&) = delete;
    ~ChildProcess();  // kills the whole group and waits

    // Descriptors that never block; reading 0 = the program closed it.
    [[nodiscard]] int input() const { return in_; }    // we write
    [[nodiscard]] int output() const { return out_; }  // we read
    [[nodiscard]] int log() const { return err_; }
    // Nothing while it runs; then its exit status, or 128 + the signal that ended it.
    [[nodiscard]] std::optional<int> ended();
    void end(int signal);  // to the whole group

private:
    ChildProcess() = default;
    pid_t pid_ = -1;
    int in_ = -1, out_ = -1, err_ = -1;
    std::optional<int> status_;
};

} // namespace vigie::gis
