// "Ajouter un service de carte…": an address is typed, the service asked what it has (by app, beside the UI thread), layers
// are ticked and go onto the map like files. UI thread.
#pragma once

#include <set>
#include <string>

#include "panels/frame.hpp"

namespace vigie::panels {

struct ServiceForm {
    bool open = false, fresh = false;
    std::string address, search, password;
    std::string asked;               // the address that the answer is of
    std::set<std::string> chosen;    // OfferedLayer::address
};

// Draws while `view.service_open`; asks through `ask.ask_service`, answers through `ask.open_paths`.
void draw_service_form(Frame& frame, ServiceForm& form);

} // namespace vigie::panels
