#include "app/secrets.hpp"

#include <fcntl.h>
#include <libsecret/secret.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "gis/model/foreign_json.hpp"

namespace vigie::app {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "VIGIE-SECRETS-1\n";
constexpr std::size_t most_file_bytes = 1 << 20;

const SecretSchema& schema() {
    static const SecretSchema s = {"fr.vigie.Source", SECRET_SCHEMA_NONE, {{"source", SECRET_SCHEMA_ATTRIBUTE_STRING}, {"name", SECRET_SCHEMA_ATTRIBUTE_STRING}}, 0, 0, 0, 0, 0, 0, 0, 0};
    return s;
}

// What a GLib call says, and frees it.
std::optional<std::string> message_of(GError* error) {
    if (!error) return {};
    std::string text = error->message;
    g_error_free(error);
    return text;
}

bool has_keyring() {
    if (!std::getenv("DBUS_SESSION_BUS_ADDRESS")) return false;
    GError* error = nullptr;
    SecretService* service = secret_service_get_sync(SECRET_SERVICE_OPEN_SESSION, nullptr, &error);
    if (service) g_object_unref(service);
    return !message_of(error) && service != nullptr;
}

std::string key_of(const std::string& source, const std::string& name) { return source + '\n' + name; }

gis::Error wrong(const char* key, std::string detail = {}) {
    return {gis::ErrorClass::auth, {key, {}}, {std::string(key) + ".remedy", {}}, std::move(detail)};
}

} // namespace

// The key made of the passphrase, and the salt it was made with.
struct DeskSecrets::Sealed {
    std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
    std::array<unsigned char, crypto_secretbox_KEYBYTES> key{};
    ~Sealed() { sodium_memzero(key.data(), key.size()); }

    bool make_key(const std::string& passphrase) {
        return crypto_pwhash(key.data(), key.size(), passphrase.data(), passphrase.size(), salt.data(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) == 0;
    }
    [[nodiscard]] std::string seal(const std::string& plain) const {
        std::string out(magic);
        out.append(reinterpret_cast<const char*>(salt.data()), salt.size());
        std::array<unsigned char, crypto_secretbox_NONCEBYTES> nonce;
        randombytes_buf(nonce.data(), nonce.size());
        out.append(reinterpret_cast<const char*>(nonce.data()), nonce.size());
        const std::size_t head = out.size();
        out.resize(head + crypto_secretbox_MACBYTES + plain.size());
        crypto_secretbox_easy(reinterpret_cast<unsigned char*>(out.data() + head), reinterpret_cast<const unsigned char*>(plain.data()), plain.size(), nonce.data(), key.data());
        return out;
    }
    [[nodiscard]] std::optional<std::string> open(std::string_view sealed) const {
        if (sealed.size() < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES) return {};
        const auto* nonce = reinterpret_cast<const unsigned char*>(sealed.data());
        const std::string_view box = sealed.substr(crypto_secretbox_NONCEBYTES);
        std::string plain(box.size() - crypto_secretbox_MACBYTES, '\0');
        if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(plain.data()), reinterpret_cast<const unsigned char*>(box.data()), box.size(), nonce, key.data()) != 0) return {};
        return plain;
    }
};

DeskSecrets::DeskSecrets(fs::path sealed, bool keyring) : file_(std::move(sealed)), keyring_(keyring && has_keyring()) {}
DeskSecrets::~DeskSecrets() = default;

void DeskSecrets::later(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        to_write_.push_back(std::move(work));
        if (!writer_.joinable()) writer_ = std::jthread([this](const std::stop_token& stop) { write(stop); });
    }
    more_.notify_one();
}

// All that was asked for is written, also when the program is about to end.
void DeskSecrets::write(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (more_.wait(lock, stop, [&] { return !to_write_.empty(); })) {
        const std::function<void()> work = std::move(to_write_.front());
        to_write_.pop_front();
        lock.unlock();
        work();
        lock.lock();
    }
}

std::optional<std::string> DeskSecrets::find(const std::string& source, const std::string& name) {
    const std::string key = key_of(source, name);
    {
        const std::lock_guard lock(mutex_);
        if (const auto it = known_.find(key); it != known_.end()) return it->second;
    }
    if (!keyring_) return {};
    GError* error = nullptr;
    gchar* stored = secret_password_lookup_sync(&schema(), nullptr, &error, "source", source.c_str(), "name", name.c_str(), nullptr);
    const auto failed = message_of(error);
    if (failed || !stored) return {};
    std::string value = stored;
    secret_password_free(stored);
    const std::lock_guard lock(mutex_);
    return known_.insert_or_assign(key, std::move(value)).first->second;
}

gis::Outcome DeskSecrets::keep(const std::string& source, const std::string& name, const std::string& value) {
    {
        const std::lock_guard lock(mutex_);
        known_[key_of(source, name)] = value;
        if (!keyring_) return sealed_ ? write_sealed() : gis::Outcome(wrong("app.secrets.memory"));
    }
    later([this, source, name, value] {
        GError* error = nullptr;
        secret_password_store_sync(&schema(), SECRET_COLLECTION_DEFAULT, ("Vigie: " + source).c_str(), value.c_str(), nullptr, &error, "source", source.c_str(), "name", name.c_str(), nullptr);
        if (const auto why = message_of(error))
            notices_.put({gis::Severity::warning, "keyring", {"app.secrets.refused", {{"why", *why}}}, {"app.secrets.memory.remedy", {}}});
    });
    return gis::Done{};
}

void DeskSecrets::forget(const std::string& source, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        const std::lock_guard lock(mutex_);
        if (known_.erase(key_of(source, name)) > 0 && sealed_) (void)write_sealed();
    }
    if (!keyring_ || names.empty()) return;
    later([source, names] {
        for (const std::string& name : names) {
            GError* error = nullptr;
            secret_password_clear_sync(&schema(), nullptr, &error, "source", source.c_str(), "name", name.c_str(), nullptr);
            (void)message_of(error);  // one that was never kept
        }
    });
}

gis::SecretKeeping DeskSecrets::keeping() const {
    using enum gis::SecretKeeping;
    const std::lock_guard lock(mutex_);
    if (keyring_) return keyring;
    if (sealed_) return sealed_file;
    std::error_code ec;
    return fs::exists(file_, ec) ? locked_file : nowhere;
}

gis::Outcome DeskSecrets::unlock(const std::string& passphrase) {
    if (sodium_init() < 0) return wrong("app.secrets.memory", "sodium");
    constexpr std::size_t least_characters = 8;
    if (passphrase.size() < least_characters) return wrong("app.secrets.short");
    auto opened = std::make_unique<Sealed>();
    const std::lock_guard one_at_a_time(unlocking_);  // the key takes its time to make: nobody else waits for it
    std::error_code ec;
    if (!fs::exists(file_, ec)) {
        randombytes_buf(opened->salt.data(), opened->salt.size());
        if (!opened->make_key(passphrase)) return wrong("app.secrets.memory", "argon2");
        const std::lock_guard lock(mutex_);
        sealed_ = std::move(opened);
        return write_sealed();
    }
    std::ifstream in(file_, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    const std::size_t head = magic.size() + opened->salt.size();
    if (bytes.size() < head || bytes.size() > most_file_bytes || !bytes.starts_with(magic)) return wrong("app.secrets.damaged", file_.string());
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(magic.size()), opened->salt.size(), reinterpret_cast<char*>(opened->salt.data()));
    if (!opened->make_key(passphrase)) return wrong("app.secrets.memory", "argon2");
    const auto plain = opened->open(std::string_view(bytes).substr(head));
    if (!plain) return wrong("app.secrets.wrong");
    const auto json = gis::foreign_json(*plain);
    if (!json.is_object()) return wrong("app.secrets.damaged", file_.string());
    const std::lock_guard lock(mutex_);
    for (const auto& [key, value] : json.items())
        if (value.is_string()) known_.try_emplace(key, value.get<std::string>());  // what was typed since stands
    sealed_ = std::move(opened);
    return write_sealed();
}

// Whole or not at all, for its owner's eyes only. Under the lock.
gis::Outcome DeskSecrets::write_sealed() {
    const std::string sealed = sealed_->seal(nlohmann::json(known_).dump());
    std::error_code ec;
    fs::create_directories(file_.parent_path(), ec);
    const std::string beside = file_.string() + ".new";
    const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool written = fd >= 0 && ::write(fd, sealed.data(), sealed.size()) == static_cast<ssize_t>(sealed.size()) && ::fsync(fd) == 0;
    if (fd >= 0) written = ::close(fd) == 0 && written;
    if (written) fs::rename(beside, file_, ec);
    if (!written || ec) return gis::Error{gis::ErrorClass::storage, {"app.secrets.unwritable", {{"path", file_.string()}}}, {"app.secrets.memory.remedy", {}}, std::strerror(errno)};
    return gis::Done{};
}

} // namespace vigie::app
