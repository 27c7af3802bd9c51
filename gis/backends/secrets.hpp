// Where the passwords and keys of sources are kept: apart from their configuration, which is written in the commune's file
// and shown. A secret is named by its source and by the property of the backend's configuration schema whose "format" is
// "secret".
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gis/model/result.hpp"

namespace vigie::gis {

using SecretValues = std::map<std::string, std::string>;  // by property

// Where what is said now stays.
enum class SecretKeeping : std::uint8_t {
    keyring,      // of the desktop
    sealed_file,  // open
    locked_file,  // closed until a person says its passphrase
    nowhere       // until the program ends; a passphrase makes a file
};

class SecretStore {
public:
    virtual ~SecretStore() = default;
    // Any thread, as the others; may wait for the keyring. Nothing = none is kept.
    [[nodiscard]] virtual std::optional<std::string> find(const std::string& source, const std::string& name) = 0;
    // An error says why it is not kept beyond this run of the program; `find` knows it until then all the same.
    [[nodiscard]] virtual Outcome keep(const std::string& source, const std::string& name, const std::string& value) = 0;
    virtual void forget(const std::string& source, const std::vector<std::string>& names) = 0;

    [[nodiscard]] virtual SecretKeeping keeping() const { return SecretKeeping::nowhere; }
    // Opens the sealed file or, when there is none, makes it with what was said so far. Refused with a wrong passphrase.
    [[nodiscard]] virtual Outcome unlock(const std::string& passphrase);
    // What went wrong after `keep` had returned.
    [[nodiscard]] virtual std::vector<Notice> take_notices() { return {}; }
};

// Until the program ends: tests, and where nothing better is there.
class MemorySecrets : public SecretStore {
public:
    std::optional<std::string> find(const std::string& source, const std::string& name) override;
    Outcome keep(const std::string& source, const std::string& name, const std::string& value) override;
    void forget(const std::string& source, const std::vector<std::string>& names) override;

private:
    std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, std::string> values_;
};

// Texts that a source says, for logs and for the screen, without the secrets it was given: neither as they are nor as
// base64 (alone, or as "name:secret" ends in it) nor percent-encoded. Any thread.
class Redaction {
public:
    void add(const std::string& secret);
    [[nodiscard]] std::string operator()(std::string text) const;

private:
    mutable std::mutex mutex_;
    std::set<std::string> forms_;
};

} // namespace vigie::gis
