// Reads members of foreign JSON, remembering where it is, so that an error can say "crews[3].shifts[0].end". The first
// error wins; after it every read gives a harmless value. Private to gis/planning.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "gis/model/result.hpp"

namespace vigie::gis {

class JsonPlace {
public:
    JsonPlace(const nlohmann::json& value, std::string path, std::optional<Error>& error)
        : value_(&value), path_(std::move(path)), error_(&error) {}

    [[nodiscard]] JsonPlace member(const char* name) const;                 // must be there
    [[nodiscard]] bool is_absent(const char* name) const;                   // missing or null
    [[nodiscard]] std::vector<JsonPlace> items() const;                     // must be an array
    [[nodiscard]] std::int64_t whole(std::int64_t least, std::int64_t most) const;
    [[nodiscard]] double number() const;
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string id() const;                                   // a whole number or a text, as JSON
    void fail(Text why) const;                                              // why: planning.week.* about this place
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    const nlohmann::json* value_;
    std::string path_;
    std::optional<Error>* error_;
};

} // namespace vigie::gis
