// The lists of the bottom dock: what each shows, how it sorts, filters and searches.
#pragma once

#include "panels/lists/list_model.hpp"

namespace vigie::panels {

[[nodiscard]] const ListSpec& report_list();
[[nodiscard]] const ListSpec& alert_list();
[[nodiscard]] const ListSpec& crew_list();
[[nodiscard]] const ListSpec& intervention_list();
[[nodiscard]] const ListSpec& sensor_list();

} // namespace vigie::panels
