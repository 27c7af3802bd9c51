// Passwords where there is no keyring: nothing in clear, nothing lost, nothing without the passphrase.
#include <catch2/catch_test_macros.hpp>

#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "app/scratch_folder.hpp"
#include "app/secrets.hpp"

using namespace vigie;
using gis::SecretKeeping;

namespace {
std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
} // namespace

TEST_CASE("without a keyring a password stays until the program ends, and says so") {
    app::ScratchFolder folder;
    app::DeskSecrets secrets(folder.path() / "secrets.vigie", false);
    CHECK(secrets.keeping() == SecretKeeping::nowhere);
    const gis::Outcome kept = secrets.keep("c/meters", "password", "rosebud-1941");
    REQUIRE_FALSE(kept.ok());
    CHECK(kept.error().text.key == "app.secrets.memory");
    CHECK(secrets.find("c/meters", "password") == "rosebud-1941");
    CHECK_FALSE(std::filesystem::exists(folder.path() / "secrets.vigie"));
}

TEST_CASE("a passphrase makes a sealed file with what was said before, and only it opens the file again") {
    app::ScratchFolder folder;
    const auto file = folder.path() / "secrets.vigie";
    {
        app::DeskSecrets secrets(file, false);
        (void)secrets.keep("c/meters", "password", "rosebud-1941");
        CHECK(secrets.unlock("short").error().text.key == "app.secrets.short");
        REQUIRE(secrets.unlock("trois mots sans rapport").ok());
        CHECK(secrets.keeping() == SecretKeeping::sealed_file);
        REQUIRE(secrets.keep("c/reports", "api_key", "k-12345").ok());
        REQUIRE(secrets.keep("c/gone", "token", "old-token").ok());
        secrets.forget("c/gone", {"token"});
    }
    CHECK(bytes_of(file).find("rosebud") == std::string::npos);
    CHECK(bytes_of(file).find("meters") == std::string::npos);
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);

    app::DeskSecrets again(file, false);
    CHECK(again.keeping() == SecretKeeping::locked_file);
    CHECK_FALSE(again.find("c/meters", "password"));
    CHECK(again.unlock("trois mots sans raison").error().text.key == "app.secrets.wrong");
    CHECK(again.keeping() == SecretKeeping::locked_file);
    REQUIRE(again.unlock("trois mots sans rapport").ok());
    CHECK(again.find("c/meters", "password") == "rosebud-1941");
    CHECK(again.find("c/reports", "api_key") == "k-12345");
    CHECK_FALSE(again.find("c/gone", "token"));
}

TEST_CASE("a damaged file of secrets is told, and stays as it is") {
    app::ScratchFolder folder;
    const auto file = folder.path() / "secrets.vigie";
    {
        app::DeskSecrets secrets(file, false);
        REQUIRE(secrets.unlock("trois mots sans rapport").ok());
        REQUIRE(secrets.keep("c/a", "token", "value-1").ok());
    }
    const std::string whole = bytes_of(file);
    for (const std::size_t length : {std::size_t{0}, std::size_t{7}, std::size_t{40}, whole.size() - 1}) {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << whole.substr(0, length);
        app::DeskSecrets secrets(file, false);
        INFO(length);
        CHECK_FALSE(secrets.unlock("trois mots sans rapport").ok());
        CHECK(bytes_of(file) == whole.substr(0, length));
    }
}

TEST_CASE("two communes keep secrets of the same source apart") {
    const auto all = std::make_shared<gis::MemorySecrets>();
    app::CommuneSecrets one(all, "one"), two(all, "two");
    (void)one.keep("meters", "token", "first-token");
    CHECK(one.find("meters", "token") == "first-token");
    CHECK_FALSE(two.find("meters", "token"));
}
