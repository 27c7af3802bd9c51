// The keys pressed in a frame, each with the modifiers that were down when it was pressed. ImGui shows a frame's events
// as their final state: in a slow frame a key and the release of Ctrl arrive together, and "Ctrl 2" would read as "2".
// UI thread.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>

namespace vigie::panels {

struct Shortcut {
    int key = 0;         // ImGuiKey; letters follow the keyboard layout, digits the physical key
    bool ctrl = false, shift = false;
    bool operator==(const Shortcut&) const = default;
};

struct KeyPress {
    Shortcut chord;
    bool again = false;  // the key is held down and repeats
};

class KeyPresses {
public:
    static constexpr std::size_t most_waiting = 32;  // older ones are forgotten

    // Once a frame, after ImGui's NewFrame: takes in what was pressed since. Keys with Alt or the desktop's key are not ours.
    void take();
    // The oldest press that nobody has had yet.
    [[nodiscard]] std::optional<KeyPress> next();
    [[nodiscard]] bool waiting() const { return !presses_.empty(); }

private:
    void put(KeyPress press);

    std::deque<KeyPress> presses_;
    std::map<int, Shortcut> held_;  // as they were pressed: a repeat never changes its modifiers
    int modifiers_ = 0;             // ImGuiMod_ flags at the end of the last frame
};

} // namespace vigie::panels
