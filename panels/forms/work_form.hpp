// What an intervention took, as it is typed: lines of people, materials and vehicles, in text until all of them can be read.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gis/model/command.hpp"
#include "gis/model/work_cost.hpp"

namespace vigie::panels {

struct WorkForm {
    struct Person {
        std::string name, duration, rate;          // rate: € an hour
    };
    struct Material {
        std::string name, quantity, unit, price;   // price: € a unit
    };
    struct Vehicle {
        std::string name, km, km_rate, duration, hour_rate;
    };
    std::vector<Person> people;
    std::vector<Material> materials;
    std::vector<Vehicle> vehicles;
};

[[nodiscard]] WorkForm work_form(const gis::WorkLines& lines, char decimal = ',');

// The lines, or the key of what cannot be read. A line where nothing was typed is left out.
struct ReadWork {
    std::optional<gis::command::RecordWork> work;
    std::string error;
};
[[nodiscard]] ReadWork read_work(const WorkForm& form, gis::InterventionId intervention);

// "45" minutes, "1h30", "1 h 30", "1:30", "35 h", "1,5 h"; at most 31 days.
[[nodiscard]] std::optional<gis::Seconds> work_time_from_typed(std::string_view typed);
// As shown in fields: "1 h 30", "45 min".
[[nodiscard]] std::string typed_work_time(gis::Seconds duration);
// "1,5" "1.5" "" (= 0): not below zero.
[[nodiscard]] std::optional<double> amount_from_typed(std::string_view typed);
[[nodiscard]] std::string typed_amount(double amount, char decimal = ',');

} // namespace vigie::panels
