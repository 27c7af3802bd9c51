// Passwords and keys of sources on this computer: in the desktop keyring (Secret Service, libsecret) or, where there is none,
// in a file sealed with a passphrase (Argon2id and XSalsa20-Poly1305 of libsodium). Never anywhere in clear.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "app/mailbox.hpp"
#include "gis/backends/secrets.hpp"

namespace vigie::app {

class DeskSecrets : public gis::SecretStore {
public:
    // `sealed`: the file used without a keyring. `keyring`: whether to ask for one; tests say no.
    explicit DeskSecrets(std::filesystem::path sealed, bool keyring = true);
    ~DeskSecrets() override;  // waits for what is being written

    std::optional<std::string> find(const std::string& source, const std::string& name) override;
    // What is kept in the keyring is written by a worker, for it may ask the person first; an error comes by take_notices.
    gis::Outcome keep(const std::string& source, const std::string& name, const std::string& value) override;
    void forget(const std::string& source, const std::vector<std::string>& names) override;

    [[nodiscard]] gis::SecretKeeping keeping() const override;
    // Takes some tenths of a second, in which the others are not held up.
    [[nodiscard]] gis::Outcome unlock(const std::string& passphrase) override;
    [[nodiscard]] std::vector<gis::Notice> take_notices() override { return notices_.take(); }

private:
    struct Sealed;
    [[nodiscard]] gis::Outcome write_sealed();
    void later(std::function<void()> work);
    void write(const std::stop_token& stop);

    std::filesystem::path file_;
    bool keyring_ = false;
    std::mutex unlocking_;
    mutable std::mutex mutex_;
    std::map<std::string, std::string> known_;  // said or read in this run; "source/name"
    std::unique_ptr<Sealed> sealed_;            // open file
    Mailbox<gis::Notice> notices_;
    std::deque<std::function<void()>> to_write_;  // under mutex_
    std::condition_variable_any more_;
    std::jthread writer_;                         // last: joined before the rest goes
};

// The secrets of one commune, among those of this computer.
class CommuneSecrets : public gis::SecretStore {
public:
    CommuneSecrets(std::shared_ptr<gis::SecretStore> all, std::string commune) : all_(std::move(all)), commune_(std::move(commune)) {}
    std::optional<std::string> find(const std::string& source, const std::string& name) override { return all_->find(commune_ + '/' + source, name); }
    gis::Outcome keep(const std::string& source, const std::string& name, const std::string& value) override { return all_->keep(commune_ + '/' + source, name, value); }
    void forget(const std::string& source, const std::vector<std::string>& names) override { all_->forget(commune_ + '/' + source, names); }
    [[nodiscard]] gis::SecretKeeping keeping() const override { return all_->keeping(); }
    [[nodiscard]] gis::Outcome unlock(const std::string& passphrase) override { return all_->unlock(passphrase); }
    [[nodiscard]] std::vector<gis::Notice> take_notices() override { return all_->take_notices(); }

private:
    std::shared_ptr<gis::SecretStore> all_;
    std::string commune_;
};

} // namespace vigie::app
