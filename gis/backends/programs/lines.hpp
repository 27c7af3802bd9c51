// The program protocol, version 1: one JSON object a line, UTF-8, at most 1 MiB, on standard input and output; standard
// error is the log. Documented for strangers in gis/backends/PLUGINS.md. What the two ends share: cutting a stream into
// lines, and changes as JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "gis/backends/vigie_backend.hpp"

namespace vigie::gis {

inline constexpr std::size_t max_line_bytes = 1u << 20;
inline constexpr int program_abi = 1;

// Bytes in, whole lines out. Bounded: `overflow` when a line is longer than may be.
class LineCutter {
public:
    void add(std::string_view bytes) { rest_ += bytes; }
    [[nodiscard]] std::optional<std::string> next();
    [[nodiscard]] bool overflow() const { return rest_.size() - begin_ > max_line_bytes; }

private:
    std::string rest_;
    std::size_t begin_ = 0;
};

// "upsert", "delete", "observe", "position", "snapshot"; nothing for another message. `why` says what is wrong with one of these.
[[nodiscard]] std::optional<backend::Change> change_from(const nlohmann::json& message, std::string& why);
[[nodiscard]] nlohmann::json change_to_json(const backend::Change& change);

[[nodiscard]] std::string line_of(const nlohmann::json& message);  // ends with a line feed
[[nodiscard]] std::string text_in(const nlohmann::json& object, const char* key);

// A problem in Vigie's own words (a key of the language files), `why` within them.
[[nodiscard]] backend::Problem told(int klass, const std::string& key, std::string why);

[[nodiscard]] std::string_view error_name(int klass);  // "config", "auth"…
[[nodiscard]] int error_class(std::string_view name);
[[nodiscard]] std::string_view health_name(int health);
[[nodiscard]] int health_from_name(std::string_view name);
[[nodiscard]] std::string_view outcome_name(int outcome);  // "done", "conflict"…
[[nodiscard]] int outcome_from_name(std::string_view name);

} // namespace vigie::gis
