// Passwords in a real keyring: gnome-keyring on a session bus of its own, in a folder of its own. Skips where either is missing.
#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/keyring.hpp"
#include "app/scratch_folder.hpp"
#include "app/secrets.hpp"

using namespace vigie;
using gis::SecretKeeping;

namespace {

bool is_installed(const char* program) { return std::system((std::string("command -v ") + program + " >/dev/null 2>&1").c_str()) == 0; }

bool any_file_holds(const std::filesystem::path& folder, const std::string& text) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        if (std::string(std::istreambuf_iterator<char>(in), {}).find(text) != std::string::npos) return true;
    }
    return false;
}

} // namespace

TEST_CASE("on a desktop with a keyring, passwords and the key of personal data are kept there") {
    if (!is_installed("dbus-run-session") || !is_installed("gnome-keyring-daemon")) SKIP("dbus-run-session or gnome-keyring-daemon is not installed");
    const app::ScratchFolder home;
    const std::string self = std::filesystem::read_symlink("/proc/self/exe"), at = home.path().string();
    const std::string environment = "env HOME='" + at + "' XDG_DATA_HOME='" + at + "' XDG_RUNTIME_DIR='" + at + "' XDG_CONFIG_HOME='" + at + "' VIGIE_KEYRING_HOME='" + at + "' ";
    // The daemon stays in the foreground, so that it ends with the session and not after the test.
    const std::string session = "printf 'mot de passe' | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 & daemon=$!; "
                                "for i in $(seq 200); do dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true' && break; sleep 0.1; done; \"$0\" '[session]' >\"$HOME/said\" 2>&1; rc=$?; kill $daemon; exit $rc";
    std::ofstream(home.path() / "session.sh") << session << '\n';
    const int rc = std::system((environment + "timeout 120 dbus-run-session -- sh -c \"$(cat '" + at + "/session.sh')\" '" + self + "'").c_str());
    std::ifstream said(home.path() / "said");
    INFO(std::string(std::istreambuf_iterator<char>(said), {}));
    CHECK(rc == 0);
}

TEST_CASE("within that session", "[.session]") {
    const char* home = std::getenv("VIGIE_KEYRING_HOME");
    REQUIRE(home);
    const auto sealed = std::filesystem::path(home) / "secrets.vigie";
    {
        app::DeskSecrets secrets(sealed);
        REQUIRE(secrets.keeping() == SecretKeeping::keyring);
        CHECK_FALSE(secrets.find("c/meters", "password"));
        CHECK(secrets.keep("c/meters", "password", "rosebud-1941").ok());
        CHECK(secrets.keep("c/gone", "token", "old-token-7").ok());
    }  // waits for what is being written
    {
        app::DeskSecrets again(sealed);
        CHECK(again.find("c/meters", "password") == "rosebud-1941");
        CHECK(again.find("c/gone", "token") == "old-token-7");
        again.forget("c/gone", {"token"});
        CHECK(again.take_notices().empty());
    }
    app::DeskSecrets last(sealed);
    CHECK(last.find("c/meters", "password") == "rosebud-1941");
    CHECK_FALSE(last.find("c/gone", "token"));
    CHECK_FALSE(std::filesystem::exists(sealed));
    CHECK_FALSE(any_file_holds(home, "rosebud"));

    const app::PersonalKey made = app::personal_key(), found = app::personal_key();
    CHECK(made.bytes.size() == 32);
    CHECK(made.bytes == found.bytes);
    CHECK_FALSE(made.notice);
    CHECK(app::database_password("db.example.fr", "5432", "vigie").empty());
}
