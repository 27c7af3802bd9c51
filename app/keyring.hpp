// The key that encrypts reporters' personal data, kept in the desktop keyring (Secret Service, libsecret). Without a
// keyring there is no key: personal data is refused, never written in clear.
#pragma once

#include <optional>
#include <string>

#include "gis/model/result.hpp"

namespace vigie::app {

struct PersonalKey {
    std::string bytes;                  // 32, or empty
    std::optional<gis::Notice> notice;  // why there is none
};
// Looks it up, makes it on the first run. May ask the person to unlock the keyring. UI thread, before the window.
[[nodiscard]] PersonalKey personal_key();
// What the keyring has for a PostgreSQL server under the desktop's usual schema of network passwords (protocol "postgresql",
// server, user); empty when nothing. May ask the person to unlock it.
[[nodiscard]] std::string database_password(const std::string& server, const std::string& port, const std::string& user);

} // namespace vigie::app
