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
// The leak as a finding, as the picture has it or made from the card's figures.
[[nodiscard]] gis::Finding finding_of(const gis::EnergyPicture& picture, const gis::LeakSeen& leak);
// What I answers: the leak when its card was touched last, else the first finding of the chosen building that asks for work.
[[nodiscard]] std::optional<gis::Finding> finding_to_answer(const Frame& frame);
[[nodiscard]] Reason energy_answer_blocked(const Frame& frame);
[[nodiscard]] Gesture energy_answer(const Frame& frame);
// The open intervention that was made from it.
[[nodiscard]] const gis::Intervention* answer_to(const Frame& frame, gis::InterventionId raised);

} // namespace vigie::panels
