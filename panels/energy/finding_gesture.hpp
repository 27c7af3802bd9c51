// What a person does about a finding: the same from its line, from the leak card, from the key I and from the palette. UI thread.
#pragma once

#include <optional>

#include "gis/energy/energy_picture.hpp"
#include "panels/frame.hpp"
#include "panels/inspect/gestures.hpp"

namespace vigie::panels {

// Whether work can be made from it at all: a saving asks for none.
[[nodiscard]] bool asks_for_work(const gis::Finding& f);
// Why not now: an open intervention answers it already.
[[nodiscard]] Reason finding_blocked(const Frame& frame, const gis::Finding& f);
[[nodiscard]] Gesture create_from_finding(const Frame& frame, const gis::Finding& f);
[[nodiscard]] Reason leak_blocked(const Frame& frame, const gis::LeakSeen& leak);
[[nodiscard]] Gesture create_from_leak(const Frame& frame, const gis::LeakSeen& leak);
// The first finding of the chosen building that asks for work and has none yet, else the first that has.
[[nodiscard]] std::optional<gis::Finding> finding_to_answer(const Frame& frame);
// The key I: the leak whose card was touched last, else that finding.
[[nodiscard]] Reason energy_answer_blocked(const Frame& frame);
[[nodiscard]] Gesture energy_answer(const Frame& frame);
// The open intervention that was made from it.
[[nodiscard]] const gis::Intervention* answer_to(const Frame& frame, gis::InterventionId raised);

} // namespace vigie::panels
