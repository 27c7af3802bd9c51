#include "panels/sources/source_form.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

void draw_secrets_lock(Frame& frame, std::string& passphrase) {
    const Theme& theme = frame.theme;
    const bool locked = frame.secrets == gis::SecretKeeping::locked_file;
    banner(theme, gis::Severity::warning, frame.tr(locked ? "panels.secrets.locked" : "panels.secrets.nowhere"));
    const std::string label = frame.tr(locked ? "panels.secrets.passphrase" : "panels.secrets.new_passphrase");
    const bool entered = text_field(theme, "###secrets.passphrase", passphrase, {.label = label, .password = true, .enter_returns = true});
    const std::string words = frame.tr(locked ? "panels.secrets.open" : "panels.secrets.make") + "###secrets.unlock";
    const bool pressed = button(theme, words.c_str(), {.icon = "lock", .blocked = passphrase.empty() ? frame.tr("panels.secrets.say_it") : std::string{}});
    if ((entered || pressed) && !passphrase.empty()) frame.ask.unlock_secrets = std::exchange(passphrase, {});
}

} // namespace vigie::panels
