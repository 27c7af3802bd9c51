// What the values that devices send are called and measured in: decoded path → property, UCUM unit, name; and which of them
// are the device's own health. From assets/devices/measures.json. Any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::gis::mqtt {

struct Measure {
    std::string kind;  // sensor kind of the catalogue; empty = none that fits everywhere
    std::string unit;  // UCUM; empty = not known
    double scale = 1;  // value × scale is in `unit`
    std::string name_fr, name_en;

    [[nodiscard]] const std::string& name(std::string_view language) const { return language == "en" ? name_en : name_fr; }
};

enum class Role : std::uint8_t { value, battery_percent, ignored };

class MeasureTable {
public:
    static const MeasureTable& shipped();
    // Nothing for a text that is not such a table.
    static std::optional<MeasureTable> from(std::string_view json);

    [[nodiscard]] Role role(std::string_view path) const;
    // The measure of a decoded path ("air.temperature"), by its whole, else by its last name; `model` is what the network
    // server calls the kind of device.
    [[nodiscard]] const Measure* find(std::string_view path, std::string_view model) const;

private:
    using Names = std::map<std::string, Measure, std::less<>>;
    Names measures_;
    std::vector<std::pair<std::string, Names>> models_;
    std::map<std::string, Role, std::less<>> roles_;
};

// Lower-case letters and digits only: "batteryLevel", "battery_level" and "Battery level" are the same.
[[nodiscard]] std::string bare(std::string_view name);

[[nodiscard]] std::string_view measures_text();

} // namespace vigie::gis::mqtt
