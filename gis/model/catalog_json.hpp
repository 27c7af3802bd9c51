// Reading one entry of the catalogue from JSON, with every complaint kept instead of thrown. Used by catalog.cpp and
// gis/layers/commune only.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gis/model/catalog.hpp"

namespace vigie::gis {

// Collects notices that name file, line and entry: "voirie.json:42".
class CatalogReader {
public:
    CatalogReader(std::string file, std::string_view text, std::vector<Notice>& notices)
        : file_(std::move(file)), text_(text), notices_(notices) {}

    // Begins an entry: later members and complaints are its own.
    void enter(const nlohmann::json& object, std::string_view section, std::size_t index);
    // After the last member was asked for: complains about those nobody asked for.
    void leave();
    [[nodiscard]] bool good() const { return good_; }

    [[nodiscard]] std::string text(const char* member, bool required = false);
    [[nodiscard]] LocalName name(const char* member, bool required = false);
    [[nodiscard]] double number(const char* member, double fallback, double least, double most);
    [[nodiscard]] std::optional<double> maybe_number(const char* member);
    [[nodiscard]] int whole(const char* member, int fallback, int least, int most);
    [[nodiscard]] bool flag(const char* member, bool fallback);
    [[nodiscard]] std::vector<std::string> texts(const char* member);
    [[nodiscard]] std::vector<LocalName> names(const char* member);
    [[nodiscard]] std::vector<AssetField> fields(const char* member);
    [[nodiscard]] std::vector<StatusMove> moves(const char* member);

    // An entry that cannot be kept.
    void reject(const char* key, std::string_view member);
    void complain(Severity severity, const char* key, std::string_view member);
    [[nodiscard]] std::string where() const;

private:
    const nlohmann::json* find(const char* member);
    LocalName name_of(const nlohmann::json& value, const char* member);

    std::string file_;
    std::string_view text_;
    std::vector<Notice>& notices_;
    const nlohmann::json* object_ = nullptr;
    std::string entry_;
    std::set<std::string, std::less<>> asked_;
    bool good_ = true;
};

// Entries of the sections "council_indicators" and "council_scenes" (catalog_council.cpp).
[[nodiscard]] Indicator read_indicator(CatalogReader& in);
[[nodiscard]] CouncilScene read_council_scene(CatalogReader& in);
inline constexpr std::size_t most_figures = 4, most_figures_of_eight = 8;  // of a scene

} // namespace vigie::gis
