// Everything behind one window but the window itself: session, map engine, panels, preferences. The window (or the
// off-screen painter, or a test) gives it a size and a moment between ImGui's NewFrame and Render. UI thread.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/photo_intake.hpp"
#include "app/places.hpp"
#include "app/preferences.hpp"
#include "app/public_fetch.hpp"
#include "app/session.hpp"
#include "app/sheet_printer.hpp"
#include "app/style_sheet.hpp"
#include "gis/model/language.hpp"
#include "panels/fonts.hpp"
#include "panels/frame.hpp"
#include "panels/photos/photo_shelf.hpp"
#include "panels/shell.hpp"
#include "panels/theme.hpp"
#include "render/gpu.hpp"
#include "render/map_view.hpp"

namespace vigie::app {

struct WorkbenchOptions {
    Places places;
    Preferences preferences;
    std::vector<gis::Notice> notices;  // from before there was a workbench
    bool keep_view = true;             // restores and saves the view with the commune
};

class Workbench {
public:
    static gis::Result<std::unique_ptr<Workbench>> create(WorkbenchOptions options, std::unique_ptr<Session> session,
                                                          render::GpuContext& gpu, const gis::Clock& clock,
                                                          std::function<void()> wake);
    ~Workbench();

    // Before ImGui::NewFrame: brings in news, and rebuilds fonts and style when language, theme or scale changed (then
    // true: the renderer must make its font texture again).
    bool prepare(float pixel_ratio);
    // Between NewFrame and Render. `reason`: why this frame is drawn.
    void frame(const std::string& reason);

    // When the next frame is due: nothing = when something happens.
    struct Due {
        std::optional<int> in_ms;
        std::string reason;
    };
    [[nodiscard]] Due due();
    [[nodiscard]] bool news() const { return news_; }  // prepare() brought something worth a frame

    [[nodiscard]] bool wants_to_quit() const { return ask_.quit; }
    [[nodiscard]] bool take_full_screen_request() { return std::exchange(ask_.full_screen, false); }
    // The picture of the council's scene is the window's: whoever draws it writes it.
    [[nodiscard]] std::optional<std::filesystem::path> take_scene_export() { return std::exchange(ask_.export_scene, {}); }
    void write_picture(const render::Image& picture, const std::filesystem::path& file);
    // Another commune was asked for: the caller opens it and calls `adopt`.
    [[nodiscard]] std::optional<panels::CommuneRequest> take_commune_request() { return std::exchange(ask_.commune, {}); }
    // Files to open, from wherever: data go onto the map, a commune file is another commune.
    void open_files(const std::vector<std::filesystem::path>& paths);
    void adopt(std::unique_ptr<Session> session);
    void say(panels::Toast toast);
    void tell_alerts(const Session::Tick& tick);

    [[nodiscard]] Session& session() { return *session_; }
    [[nodiscard]] panels::ViewState& view() { return view_; }
    [[nodiscard]] bool in_council() const { return view_.projecting || view_.workspace == panels::Workspace::council; }
    [[nodiscard]] render::MapView& map() { return *map_; }
    [[nodiscard]] Preferences& preferences() { return preferences_; }
    [[nodiscard]] const gis::Language& language() const { return *language_; }

private:
    Workbench(WorkbenchOptions options, std::unique_ptr<Session> session, const gis::Clock& clock, std::function<void()> wake);
    gis::Outcome set_up(render::GpuContext& gpu);
    bool apply_settings(float pixel_ratio);
    void share_memory(int mb);
    void follow_style();
    void feed_map();
    void make_style();
    void run_commands(panels::CommandSink& sink);
    void answer_requests();
    void answer_public_data();
    bool take_public_data();
    [[nodiscard]] gis::Outcome keep_public_data(const panels::PublicDataOrder& order, const PublicFetch::Ended& ended);
    void unlock_secrets(const std::string& passphrase);
    void take_unlocked();
    [[nodiscard]] bool is_open_already(const panels::CommuneRequest& wanted) const;
    void find_places_for_files();
    void print_sheets(const panels::SheetRequest& wanted);
    void take_sheets();
    void take_photos();
    void take_off(const std::string& layer);
    void show_added(const Session::Added& added);
    void report(const gis::Result<gis::Receipt>& result, bool can_undo = true);
    void save();

    WorkbenchOptions options_;
    Preferences preferences_;
    std::unique_ptr<Session> session_;
    const gis::Clock& clock_;
    std::function<void()> wake_;
    std::optional<gis::Language> language_;
    panels::ThemeTokens tokens_;
    panels::Theme theme_;
    std::optional<panels::Shell> shell_;  // made anew for another commune: it remembers objects
    panels::ViewState view_;
    panels::AppRequests ask_;
    gis::TableWorker tables_;
    SheetPrinter printer_;
    PhotoIntake intake_;
    PublicFetch public_;  // goes on when another commune is opened
    std::unique_ptr<render::MapView> map_;
    bool map_shown_ = true;  // in the last frame: elsewhere its news wait
    std::unique_ptr<panels::PhotoShelf> photos_;
    std::unique_ptr<StyleSheet> sheet_;
    std::shared_ptr<const gis::MapStyle> style_;  // the sheet's, with the rules of the projects on the map
    int styled_projects_ = 0;
    std::vector<panels::Toast> toasts_;
    std::vector<panels::FilePlace> file_places_;
    std::vector<gis::Notice> own_notices_, all_notices_;
    gis::Delta delta_;
    panels::Settings applied_;
    float applied_scale_ = 0;
    bool news_ = true, view_restored_ = false;
    std::vector<std::tuple<const gis::Layer*, bool, bool>> fed_layers_;   // visible, with names
    std::set<std::string> seen_layers_;
    bool fed_night_ = false, fed_style_ = false;
    std::future<gis::Outcome> unlocking_;  // last: waited for before the session goes
};

} // namespace vigie::app
