// A person at work: the whole program without a window, driven by mouse and keyboard alone, each gesture counted and timed by
// the keystroke-level model (Card, Moran and Newell, "The Psychology of Human-Computer Interaction", 1983, chapter 8): what an
// average typist takes for a key, a hand for pointing, a head for deciding. Waiting for the program is counted apart, as it is.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>

#include "app/commune_file.hpp"
#include "app/painter.hpp"
#include "app/workbench.hpp"
#include "panels/ui_recorder.hpp"
#include "tests/app/moving_clock.hpp"

namespace vigie::test {

[[nodiscard]] gis::Time moment(const char* rfc3339);

class Person {
public:
    // Sits down before the demo at this moment, in French; a home folder of its own. `before`: what had happened by then;
    // `past`: the demo's two years before.
    explicit Person(gis::Time at, std::vector<vigie_backend_main_fn> backends = {}, const std::function<void(app::Session&)>& before = {},
                    app::DemoPast past = app::DemoPast::none);
    ~Person();
    Person(const Person&) = delete;
    Person& operator=(const Person&) = delete;

    // Gestures. Ids are the part after "###" of a label; a gesture on something that is not there fails the test.
    void click(std::string_view id);
    void right_click(std::string_view id);
    void drag(std::string_view from, std::string_view to);
    void drag(ImVec2 from, ImVec2 to);
    void right_click_at(ImVec2 at);
    void type(std::string_view text);
    void press(ImGuiKey key, bool ctrl = false, bool shift = false);
    void decide(int times = 1);  // reads and makes up his mind: no gesture, but it takes time

    // Waits for the program, at most a minute and a half; real seconds go into `waited_s`.
    template <class Done>
    bool until(Done&& done) {
        const auto begin = std::chrono::steady_clock::now();
        while (!done() && std::chrono::steady_clock::now() - begin < std::chrono::seconds(30)) frames(1);
        waited_s_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return done();
    }
    void frames(int n);
    void pass(gis::Millis of_time);  // the clock goes on

    [[nodiscard]] const panels::RecordedItem* find(std::string_view id) const;
    [[nodiscard]] const panels::RecordedItem* begins_with(std::string_view id, std::size_t nth = 0) const;
    [[nodiscard]] app::Session& session() { return bench_->session(); }
    [[nodiscard]] const gis::World& world() { return bench_->session().world(); }
    // What of this week does not hold as it stands, of one crew or of all.
    [[nodiscard]] std::vector<gis::InterventionId> displaced(std::optional<gis::CrewId> crew = {});
    [[nodiscard]] panels::ViewState& view() { return bench_->view(); }
    [[nodiscard]] const std::filesystem::path& home() const { return home_; }
    void shot(const std::string& name);  // into the folder VIGIE_SHOTS, when there is one
    void list(std::string_view holding) const;

    [[nodiscard]] int gestures() const { return gestures_; }
    [[nodiscard]] double seconds() const { return seconds_; }
    // Prints the job's line and keeps it for the table: build folder, jobs.jsonl.
    void done(const std::string& job, double limit_s);

private:
    enum class Hand { mouse, keyboard };
    void reach(Hand hand);
    void mouse(std::string_view id, ImGuiMouseButton button);
    void mouse_at(ImVec2 at, ImGuiMouseButton button);

    std::filesystem::path home_;
    tests::MovingClock clock_;
    std::unique_ptr<app::Painter> painter_;
    std::unique_ptr<app::Workbench> bench_;
    std::unique_ptr<panels::UiRecorder> recorder_;
    Hand hand_ = Hand::mouse;
    int gestures_ = 0;
    double seconds_ = 0, waited_s_ = 0;
};

} // namespace vigie::test
