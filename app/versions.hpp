// Which Vigie this is and what it runs on.
#pragma once

#include <string>

namespace vigie::app {

[[nodiscard]] std::string program_version();  // "0.1.0"
// Several lines: Vigie, then the libraries in use as they were found at run time.
[[nodiscard]] std::string versions();

} // namespace vigie::app
