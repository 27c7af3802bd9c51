#include "gis/store/personal_data.hpp"

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "gis/model/words.hpp"

namespace vigie::gis {

namespace {

static_assert(personal_key_bytes == crypto_secretbox_KEYBYTES);

const unsigned char* bytes_of(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

Error cannot_unseal(const char* key) {
    return {.klass = ErrorClass::auth, .text = {key, {}}, .remedy = {std::string(key) + ".remedy", {}}};
}

} // namespace

bool is_empty(const Reporter& reporter) { return reporter == Reporter{}; }

std::optional<SealedReporter> seal(const Reporter& reporter, ReportId report, const std::string& key) {
    if (key.size() != personal_key_bytes || sodium_init() < 0) return {};
    const nlohmann::json j{{"report", report.value}, {"name", reporter.name}, {"phone", reporter.phone}, {"email", reporter.email}};
    std::string plain = j.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    SealedReporter sealed{.report = report, .nonce = std::string(crypto_secretbox_NONCEBYTES, '\0'),
                          .box = std::string(plain.size() + crypto_secretbox_MACBYTES, '\0')};
    randombytes_buf(bytes_of(sealed.nonce), sealed.nonce.size());
    crypto_secretbox_easy(bytes_of(sealed.box), bytes_of(plain), plain.size(), bytes_of(sealed.nonce), bytes_of(key));
    sodium_memzero(plain.data(), plain.size());
    return sealed;
}

Result<Reporter> unseal(const SealedReporter& sealed, const std::string& key) {
    if (key.size() != personal_key_bytes) return cannot_unseal("store.personal.no_key");
    if (sodium_init() < 0 || sealed.nonce.size() != crypto_secretbox_NONCEBYTES || sealed.box.size() < crypto_secretbox_MACBYTES)
        return cannot_unseal("store.personal.wrong_key");
    std::string plain(sealed.box.size() - crypto_secretbox_MACBYTES, '\0');
    if (crypto_secretbox_open_easy(bytes_of(plain), bytes_of(sealed.box), sealed.box.size(), bytes_of(sealed.nonce), bytes_of(key)) != 0)
        return cannot_unseal("store.personal.wrong_key");
    const auto j = nlohmann::json::parse(plain, nullptr, false);
    sodium_memzero(plain.data(), plain.size());
    if (!j.is_object() || j.value("report", std::uint64_t{0}) != sealed.report.value) return cannot_unseal("store.personal.wrong_key");
    return Reporter{j.value("name", ""), j.value("phone", ""), j.value("email", "")};
}

bool write_sealed(Database& db, const SealedReporter& sealed, Time at) {
    Statement s = db.prepare("INSERT OR REPLACE INTO reporter VALUES (?,?,?,?)");
    if (!s.ok()) return false;
    s.bind(1, static_cast<std::int64_t>(sealed.report.value));
    s.bind_blob(2, sealed.nonce);
    s.bind_blob(3, sealed.box);
    s.bind(4, ms_since_epoch(at));
    return s.run();
}

bool erase_sealed(Database& db, ReportId report) {
    Statement s = db.prepare("DELETE FROM reporter WHERE report=?");
    if (!s.ok()) return false;
    s.bind(1, static_cast<std::int64_t>(report.value));
    return s.run();
}

std::optional<SealedReporter> read_sealed(Database& db, ReportId report) {
    Statement s = db.prepare("SELECT nonce, box FROM reporter WHERE report=?");
    if (!s.ok()) return {};
    s.bind(1, static_cast<std::int64_t>(report.value));
    std::optional<SealedReporter> sealed;
    if (s.step()) sealed = SealedReporter{report, std::string(s.blob(0)), std::string(s.blob(1))};
    s.reset();
    return sealed;
}

} // namespace vigie::gis
