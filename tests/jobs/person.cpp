#include "tests/jobs/person.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/planning/proposal.hpp"

namespace vigie::test {

namespace {

// Seconds of the model's operators.
constexpr double key_s = 0.28, point_s = 1.10, button_s = 0.10, reach_s = 0.40, decide_s = 1.35;
constexpr int width = 1600, height = 1000;

ImVec2 centre(const panels::RecordedItem& item) { return {(item.min.x + item.max.x) / 2, (item.min.y + item.max.y) / 2}; }

} // namespace

gis::Time moment(const char* rfc3339) { return *gis::time_from_rfc3339(rfc3339); }

Person::Person(gis::Time at, std::vector<vigie_backend_main_fn> backends, const std::function<void(app::Session&)>& before, app::DemoPast past)
    : home_(std::filesystem::temp_directory_path() / fmt::format("vigie-jobs-{}", ::getpid())), clock_(at) {
    std::filesystem::remove_all(home_);
    std::filesystem::create_directories(home_ / "config");
    std::filesystem::create_directories(home_ / "Documents");
    ::setenv("HOME", home_.c_str(), 1);
    ::unsetenv("XDG_DOCUMENTS_DIR");
    const app::Places places{VIGIE_BINARY_DIR "/share/vigie", home_ / "data", home_ / "config", home_ / "cache"};
    auto painter = app::Painter::create(places.share / "shaders", width, height);
    REQUIRE(painter.ok());
    painter_ = std::move(painter).value();
    app::SessionOptions o;
    o.places = places;
    o.demo = true;
    o.in_memory = true;
    o.demo_config_json = app::demo_config_json(1, 1, past);
    o.backends = std::move(backends);
    o.personal_key = std::string(32, 'k');
    auto session = app::Session::open(std::move(o), clock_, [] {});
    REQUIRE(session.ok());
    (*session)->wait_until_loaded(gis::Seconds{90});
    if (before) before(**session);
    app::WorkbenchOptions w;
    w.places = places;
    w.preferences.settings.language = "fr";
    w.preferences.settings.reduce_motion = true;
    w.keep_view = false;
    auto bench = app::Workbench::create(std::move(w), std::move(session).value(), painter_->gpu(), clock_, [] {});
    REQUIRE(bench.ok());
    bench_ = std::move(bench).value();
    recorder_ = std::make_unique<panels::UiRecorder>(ImGui::GetCurrentContext());
    frames(10);
}

Person::~Person() {
    recorder_.reset();
    bench_.reset();
    painter_.reset();
    std::filesystem::remove_all(home_);
}

void Person::frames(int n) {
    for (int i = 0; i < n; ++i) {
        recorder_->begin_frame();
        painter_->frame(*bench_, 1, 0.02);
    }
}

void Person::pass(gis::Millis of_time) {
    clock_.advance(of_time);
    frames(3);
}

std::vector<gis::InterventionId> Person::displaced(std::optional<gis::CrewId> crew) {
    const gis::PlanningContext c{world(), session().catalog(), session().travel(), session().zone(), session().now()};
    return gis::displaced(c, gis::monday_of(gis::local_day(c.now, c.zone)), crew);
}

const panels::RecordedItem* Person::find(std::string_view id) const {
    const auto& items = recorder_->items();
    const auto found = std::ranges::find_if(items, [&](const auto& item) { return item.visible && item.stable_id() == id; });
    return found == items.end() ? nullptr : &*found;
}

const panels::RecordedItem* Person::begins_with(std::string_view id, std::size_t nth) const {
    for (const auto& item : recorder_->items())
        if (item.visible && item.stable_id().starts_with(id) && nth-- == 0) return &item;
    return nullptr;
}

void Person::reach(Hand hand) {
    if (hand != hand_) seconds_ += reach_s;
    hand_ = hand;
}

void Person::mouse_at(ImVec2 at, ImGuiMouseButton button) {
    reach(Hand::mouse);
    ++gestures_;
    seconds_ += point_s + 2 * button_s;
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(at.x, at.y);
    frames(2);
    io.AddMouseButtonEvent(button, true);
    frames(1);
    io.AddMouseButtonEvent(button, false);
    frames(3);
}

void Person::mouse(std::string_view id, ImGuiMouseButton button) {
    const auto* item = find(id);
    INFO("to click: " << id);
    if (!item) list("###");
    REQUIRE(item);
    mouse_at(centre(*item), button);
}

void Person::click(std::string_view id) { mouse(id, ImGuiMouseButton_Left); }
void Person::right_click(std::string_view id) { mouse(id, ImGuiMouseButton_Right); }
void Person::right_click_at(ImVec2 at) { mouse_at(at, ImGuiMouseButton_Right); }

void Person::drag(std::string_view from, std::string_view to) {
    const auto *a = find(from), *b = find(to);
    INFO("to drag: " << from << " to " << to);
    REQUIRE(a);
    REQUIRE(b);
    drag(centre(*a), centre(*b));
}

void Person::drag(ImVec2 from, ImVec2 to) {
    reach(Hand::mouse);
    ++gestures_;
    seconds_ += 2 * (point_s + button_s);
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(from.x, from.y);
    frames(2);
    io.AddMouseButtonEvent(0, true);
    frames(1);
    constexpr int steps = 8;
    for (int i = 1; i <= steps; ++i) {
        const float part = float(i) / steps;
        io.AddMousePosEvent(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
        frames(1);
    }
    frames(1);
    io.AddMouseButtonEvent(0, false);
    frames(3);
}

void Person::type(std::string_view text) {
    reach(Hand::keyboard);
    ++gestures_;
    seconds_ += key_s * static_cast<double>(text.size());
    ImGui::GetIO().AddInputCharactersUTF8(std::string(text).c_str());
    frames(3);
}

void Person::press(ImGuiKey key, bool ctrl, bool shift) {
    reach(Hand::keyboard);
    ++gestures_;
    seconds_ += key_s * (1 + int(ctrl) + int(shift));
    ImGuiIO& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, ctrl);
    io.AddKeyEvent(ImGuiMod_Shift, shift);
    io.AddKeyEvent(key, true);
    frames(1);
    io.AddKeyEvent(key, false);
    io.AddKeyEvent(ImGuiMod_Ctrl, false);
    io.AddKeyEvent(ImGuiMod_Shift, false);
    frames(3);
}

void Person::decide(int times) { seconds_ += times * decide_s; }

void Person::shot(const std::string& name) {
    if (const char* folder = std::getenv("VIGIE_SHOTS")) {
        frames(3);
        (void)render::write_png(painter_->read_back(), std::filesystem::path(folder) / (name + ".png"));
    }
}

void Person::list(std::string_view holding) const {
    std::string all;
    for (const auto& item : recorder_->items())
        if (item.visible && !item.label.empty() && item.label.find(holding) != std::string::npos) all += item.label + "  [" + item.window + "]\n";
    UNSCOPED_INFO(all);
}

void Person::done(const std::string& job, double limit_s) {
    fmt::print("{}: {} gestures, {:.0f} s by the model (at most {:.0f}), the program made them wait {:.1f} s\n", job, gestures_, seconds_, limit_s, waited_s_);
    std::ofstream(VIGIE_BINARY_DIR "/jobs.jsonl", std::ios::app)
        << nlohmann::json{{"job", job}, {"gestures", gestures_}, {"seconds", seconds_}, {"limit_s", limit_s}, {"waited_s", waited_s_}}.dump() << '\n';
    CHECK(seconds_ <= limit_s);
}

} // namespace vigie::test
