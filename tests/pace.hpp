// Bounds on time, where every access is checked: a sanitizer makes the program several times slower, and only then.
#pragma once

namespace vigie::tests {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int slower = 30;
#else
inline constexpr int slower = 1;
#endif

} // namespace vigie::tests
