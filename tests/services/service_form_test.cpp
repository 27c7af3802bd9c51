// The form for a map service, as hands use it.
#include <catch2/catch_test_macros.hpp>

#include "tests/ui/ui_driver.hpp"

using namespace vigie;
using gis::remote::Address;

namespace {

struct Form {
    ui::Stage stage;
    ui::UiDriver ui{stage};
    Form() {
        stage.view.service_open = true;
        ui.frames(4);
    }
    void ask(const std::string& address) {
        REQUIRE(ui.click("service.address"));
        ui.type(address);
        ui.frames(2);
        REQUIRE(ui.click("service.ask"));
        ui.frames(2);
    }
    void answer(const std::string& address, std::optional<gis::remote::Offer> offer, std::optional<gis::Error> error = {}) {
        stage.service = {.address = address, .running = false, .offer = std::move(offer), .error = std::move(error)};
        ui.frames(3);
    }
};

gis::remote::Offer plan() {
    return {Address::Kind::wms, "Plan de Valmont", {{"Carré rouge", "carre", "https://h/wms?SERVICE=WMS#layer=carre", {}}, {"Bande bleue", "bande", "https://h/wms?SERVICE=WMS#layer=bande", {}}}};
}

} // namespace

TEST_CASE("a service is asked by its address, its layers are ticked, and they go onto the map by their addresses") {
    Form form;
    form.ask("https://h/wms");
    REQUIRE(form.stage.ask.ask_service);
    CHECK(*form.stage.ask.ask_service == "https://h/wms");
    form.answer("https://h/wms", plan());
    CHECK(form.ui.exists("service.layer.carre"));
    REQUIRE(form.ui.click("dialog.yes"));  // nothing is chosen yet
    CHECK(form.stage.ask.open_paths.empty());
    CHECK(form.stage.view.service_open);
    REQUIRE(form.ui.click("service.layer.bande"));
    REQUIRE(form.ui.screenshot(std::filesystem::path(VIGIE_BINARY_DIR) / "services" / "form.png"));
    REQUIRE(form.ui.click("dialog.yes"));
    CHECK(form.stage.ask.open_paths == std::vector<std::filesystem::path>{"https://h/wms?SERVICE=WMS#layer=bande"});
    CHECK_FALSE(form.stage.view.service_open);
}

TEST_CASE("a service of one layer needs no choosing; Enter asks and Enter adds") {
    Form form;
    REQUIRE(form.ui.click("service.address"));
    form.ui.type("https://h/{z}/{x}/{y}.png");
    form.ui.key(ImGuiKey_Enter);
    form.ui.frames(2);
    REQUIRE(form.stage.ask.ask_service);
    form.answer("https://h/{z}/{x}/{y}.png", gis::remote::Offer{Address::Kind::pictures, "h", {{"h", {}, "https://h/{z}/{x}/{y}.png", {}}}});
    REQUIRE(form.ui.click("dialog.yes"));
    CHECK(form.stage.ask.open_paths.size() == 1);
}

TEST_CASE("a refusal is said in the form, which stays; Escape leaves without adding") {
    Form form;
    form.ask("https://h/wrong");
    form.answer("https://h/wrong", {}, gis::Error{gis::ErrorClass::protocol, {"remote.not_a_service", {}}, {"remote.remedy.address", {}}, {}});
    CHECK(form.stage.view.service_open);
    CHECK_FALSE(form.ui.exists("service.layer.carre"));
    REQUIRE(form.ui.screenshot(std::filesystem::path(VIGIE_BINARY_DIR) / "services" / "form-refused.png"));
    form.ui.key(ImGuiKey_Escape);
    form.ui.frames(2);
    CHECK_FALSE(form.stage.view.service_open);
    CHECK(form.stage.ask.open_paths.empty());
}

TEST_CASE("the answer of another address is not taken for this one's") {
    Form form;
    form.ask("https://h/one");
    form.answer("https://h/other", plan());
    CHECK_FALSE(form.ui.exists("service.layer.carre"));
}

TEST_CASE("the form opens from the menu of the commune") {
    ui::Stage stage;
    ui::UiDriver ui(stage);
    REQUIRE(ui.click("top.commune"));
    ui.frames(2);
    REQUIRE(ui.click("top.add_service"));
    ui.frames(2);
    CHECK(stage.view.service_open);
}
