// Taking in a report by telephone in twenty seconds: place, category, Enter. What was typed, what it may mean, what is
// missing. No ImGui in here: the panel draws it, the tests type into it. UI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gis/layers/crs.hpp"
#include "gis/layers/gazetteer.hpp"
#include "gis/model/command.hpp"
#include "gis/rules/asset_near.hpp"
#include "gis/rules/repeats.hpp"
#include "gis/rules/rules.hpp"

namespace vigie::panels {

inline constexpr std::size_t max_place_suggestions = 5;
inline constexpr std::size_t max_category_suggestions = 6;
inline constexpr std::size_t max_duplicates_shown = 3;

enum class ReportField : std::uint8_t { none, place, category, description, caller, phone };

struct ReportFormContext {
    const gis::World& world;
    const gis::Catalog& catalog;
    const gis::Gazetteer& gazetteer;
    const gis::MapPlane& plane;
    std::string_view language;
    gis::Time now{};
};

class ReportForm {
public:
    // Empty, or at a place pointed at on the map.
    void begin(std::optional<gis::LonLat> place, const std::string& address, const ReportFormContext& c);

    // Another place was pointed at on the map; what was typed elsewhere stays.
    void move_to(gis::LonLat place, const std::string& address, const ReportFormContext& c);

    // What the person types. A text that changes forgets what had been chosen from it.
    void type_place(const std::string& text, const ReportFormContext& c);
    void type_category(const std::string& text, const ReportFormContext& c);
    void choose_place(const gis::Place& place, const ReportFormContext& c);
    void choose_category(const gis::ReportCategory& category, const ReportFormContext& c);
    void set_severity(int severity);
    void describe(const std::string& text, const ReportFormContext& c);  // its words find doubles too
    std::string description, caller, phone, email;
    std::string channel = "phone";

    // Enter in a field: takes its first suggestion and says where the keyboard goes; `none` = the form is complete.
    [[nodiscard]] ReportField enter(ReportField in, const ReportFormContext& c);
    // Tab in a field: takes its first suggestion too, and goes to the field below; `none` after the last.
    [[nodiscard]] ReportField tab(ReportField in, const ReportFormContext& c);
    // The first field that is missing, with its sentence.
    struct Missing {
        ReportField field = ReportField::none;
        gis::Text text;
    };
    [[nodiscard]] Missing first_missing() const;
    [[nodiscard]] std::optional<gis::command::CreateReport> command() const;  // nothing while something is missing

    // Nothing was said yet: no place, no word.
    [[nodiscard]] bool untouched() const;

    [[nodiscard]] const std::string& place_text() const { return place_text_; }
    [[nodiscard]] const std::string& category_text() const { return category_text_; }
    [[nodiscard]] const std::vector<gis::Place>& places() const { return places_; }
    [[nodiscard]] const std::vector<const gis::ReportCategory*>& categories() const { return categories_; }
    [[nodiscard]] const std::vector<gis::DuplicateCandidate>& duplicates() const { return duplicates_; }
    // The object it will be linked to: the one that is meant beyond doubt, unless somebody said no.
    [[nodiscard]] std::optional<gis::NearAsset> object() const;
    void refuse_object() { object_refused_ = true; }
    // Which time it would be; 1 = the first.
    [[nodiscard]] std::size_t times() const { return times_; }
    [[nodiscard]] bool has_place() const { return place_.has_value(); }
    [[nodiscard]] std::optional<gis::LonLat> place() const { return place_; }
    [[nodiscard]] const std::string& category() const { return category_; }
    [[nodiscard]] int severity() const { return severity_; }
    [[nodiscard]] const std::string& quartier() const { return quartier_; }

private:
    void take_suggestion(ReportField in, const ReportFormContext& c);
    void look_around(const ReportFormContext& c);
    [[nodiscard]] gis::Report draft() const;

    std::string place_text_, category_text_, address_, quartier_, category_;
    std::optional<gis::LonLat> place_;
    int severity_ = 4;
    bool severity_chosen_ = false;
    std::vector<gis::Place> places_;
    std::vector<const gis::ReportCategory*> categories_;
    std::vector<gis::DuplicateCandidate> duplicates_;
    std::vector<gis::NearAsset> near_;
    bool object_refused_ = false;
    std::size_t times_ = 1;
    gis::Time started_{};
};

// Categories whose name begins with or contains the words typed, best first, the most frequent first among equals.
[[nodiscard]] std::vector<const gis::ReportCategory*> category_matches(const gis::Catalog& catalog, std::string_view typed,
                                                                       std::string_view language, std::size_t limit);

} // namespace vigie::panels
