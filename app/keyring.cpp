#include "app/keyring.hpp"

#include <libsecret/secret.h>
#include <sodium.h>

#include <cstdlib>
#include <cstring>

namespace vigie::app {

namespace {

constexpr std::size_t key_bytes = 32;

const SecretSchema& schema() {
    static const SecretSchema s = {"fr.vigie.PersonalData", SECRET_SCHEMA_NONE, {{"purpose", SECRET_SCHEMA_ATTRIBUTE_STRING}}, 0, 0, 0, 0, 0, 0, 0, 0};
    return s;
}

PersonalKey none(const std::string& why) {
    return {{}, gis::Notice{gis::Severity::info, "keyring", {"app.no_keyring", {{"why", why}}}, {"app.no_keyring.remedy", {}}}};
}

std::string message_of(GError* error) {
    std::string text = error ? error->message : "";
    if (error) g_error_free(error);
    return text;
}

} // namespace

PersonalKey personal_key() {
    if (!std::getenv("DBUS_SESSION_BUS_ADDRESS") || sodium_init() < 0) return none("D-Bus");
    GError* error = nullptr;
    gchar* stored = secret_password_lookup_sync(&schema(), nullptr, &error, "purpose", "reporters", nullptr);
    if (error) return none(message_of(error));
    std::string bytes(key_bytes, '\0');
    if (stored) {
        std::size_t length = 0;
        const bool good = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), key_bytes, stored, std::strlen(stored), nullptr,
                                            &length, nullptr, sodium_base64_VARIANT_ORIGINAL) == 0 && length == key_bytes;
        secret_password_free(stored);
        if (good) return {bytes, {}};
        return none("base64");
    }
    randombytes_buf(bytes.data(), key_bytes);
    char text[sodium_base64_ENCODED_LEN(key_bytes, sodium_base64_VARIANT_ORIGINAL)];
    sodium_bin2base64(text, sizeof text, reinterpret_cast<const unsigned char*>(bytes.data()), key_bytes, sodium_base64_VARIANT_ORIGINAL);
    const bool kept = secret_password_store_sync(&schema(), SECRET_COLLECTION_DEFAULT, "Vigie", text, nullptr, &error, "purpose", "reporters", nullptr);
    sodium_memzero(text, sizeof text);
    if (!kept) return none(message_of(error));
    return {bytes, {}};
}

std::string database_password(const std::string& server, const std::string& port, const std::string& user) {
    if (!std::getenv("DBUS_SESSION_BUS_ADDRESS")) return {};
    const int number = port.empty() ? 5432 : std::atoi(port.c_str());
    for (const bool with_port : {true, false}) {
        GError* error = nullptr;
        gchar* stored = with_port ? secret_password_lookup_sync(SECRET_SCHEMA_COMPAT_NETWORK, nullptr, &error, "protocol", "postgresql", "server", server.c_str(),
                                                                "user", user.c_str(), "port", number, nullptr)
                                  : secret_password_lookup_sync(SECRET_SCHEMA_COMPAT_NETWORK, nullptr, &error, "protocol", "postgresql", "server", server.c_str(),
                                                                "user", user.c_str(), nullptr);
        (void)message_of(error);
        if (!stored) continue;
        std::string password = stored;
        secret_password_free(stored);
        return password;
    }
    return {};
}

} // namespace vigie::app
