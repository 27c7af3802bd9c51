#include "gis/planning/json_reader.hpp"

#include <cmath>

#include <fmt/format.h>

namespace vigie::gis {
namespace {

const nlohmann::json nothing;

} // namespace

void JsonPlace::fail(Text why) const {
    if (*error_) return;
    why.args.emplace_back("field", path_.empty() ? "JSON" : path_);
    *error_ = Error{ErrorClass::input, std::move(why), {"planning.week.see_format", {}}, path_};
}

JsonPlace JsonPlace::member(const char* name) const {
    const std::string path = path_.empty() ? name : path_ + "." + name;
    if (value_->is_object())
        if (const auto it = value_->find(name); it != value_->end()) return {*it, path, *error_};
    JsonPlace missing{nothing, path, *error_};
    missing.fail({"planning.week.missing", {}});
    return missing;
}

bool JsonPlace::is_absent(const char* name) const {
    if (!value_->is_object()) return true;
    const auto it = value_->find(name);
    return it == value_->end() || it->is_null();
}

std::vector<JsonPlace> JsonPlace::items() const {
    std::vector<JsonPlace> out;
    if (!value_->is_array()) {
        fail({"planning.week.not_list", {}});
        return out;
    }
    out.reserve(value_->size());
    for (std::size_t i = 0; i < value_->size(); ++i) out.emplace_back((*value_)[i], fmt::format("{}[{}]", path_, i), *error_);
    return out;
}

double JsonPlace::number() const {
    if (value_->is_number() && std::isfinite(value_->get<double>())) return value_->get<double>();
    fail({"planning.week.not_number", {}});
    return 0;
}

std::int64_t JsonPlace::whole(std::int64_t least, std::int64_t most) const {
    const double value = number();
    if (value != std::floor(value)) fail({"planning.week.not_whole", {}});
    else if (value < static_cast<double>(least) || value > static_cast<double>(most))
        fail({"planning.week.out_of_range", {{"least", fmt::format("{}", least)}, {"most", fmt::format("{}", most)}}});
    else return static_cast<std::int64_t>(value);
    return least;
}

std::string JsonPlace::text() const {
    if (value_->is_string()) return value_->get<std::string>();
    fail({"planning.week.not_text", {}});
    return {};
}

std::string JsonPlace::id() const {
    if (value_->is_string() || value_->is_number_integer()) return value_->dump();
    fail({"planning.week.not_id", {}});
    return {};
}

} // namespace vigie::gis
