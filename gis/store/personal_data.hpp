// Reporters' names and contacts, sealed with libsodium (XSalsa20-Poly1305 secretbox) under the commune's key, one row per
// report. The sealed text names its report, so that a box moved to another row does not open there.
#pragma once

#include <optional>
#include <string>

#include "gis/model/entity.hpp"
#include "gis/model/result.hpp"
#include "gis/store/sqlite.hpp"

namespace vigie::gis {

inline constexpr std::size_t personal_key_bytes = 32;

struct SealedReporter {
    ReportId report;
    std::string nonce, box;
};

[[nodiscard]] bool is_empty(const Reporter& reporter);
// Nothing without a key of the right size.
[[nodiscard]] std::optional<SealedReporter> seal(const Reporter& reporter, ReportId report, const std::string& key);
[[nodiscard]] Result<Reporter> unseal(const SealedReporter& sealed, const std::string& key);

[[nodiscard]] bool write_sealed(Database& db, const SealedReporter& sealed, Time at);
[[nodiscard]] bool erase_sealed(Database& db, ReportId report);
[[nodiscard]] std::optional<SealedReporter> read_sealed(Database& db, ReportId report);

} // namespace vigie::gis
