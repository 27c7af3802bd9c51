#include "panels/files/service_form.hpp"

#include <algorithm>

#include "gis/layers/folding.hpp"
#include "panels/forms/dialog_parts.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

using gis::remote::Address;
using gis::remote::Offer;
using gis::remote::OfferedLayer;

constexpr float dialog_width = 620, list_height = 260;
constexpr const char* popup = "###service.dialog";
constexpr std::size_t searched_from = 8;  // layers: fewer are seen at a glance

const char* kind_key(Address::Kind kind) {
    switch (kind) {
    case Address::Kind::unknown: return "panels.service.unknown";
    case Address::Kind::pictures: return "panels.service.pictures";
    case Address::Kind::tile_document:
    case Address::Kind::vector_tiles: return "panels.service.vector_tiles";
    case Address::Kind::wms: return "panels.service.wms";
    case Address::Kind::wmts: return "panels.service.wmts";
    case Address::Kind::wfs: return "panels.service.wfs";
    case Address::Kind::ogc_features: return "panels.service.ogc_features";
    case Address::Kind::database: return "panels.service.database";
    }
    return "panels.service.unknown";
}

void ask(Frame& frame, ServiceForm& form) {
    form.asked = form.address;
    form.chosen.clear();
    form.search.clear();
    frame.ask.ask_service = form.address;
    frame.ask.service_password = form.password;
}

// The database that was asked wants to know who asks.
void draw_password(Frame& frame, ServiceForm& form, const ServiceAnswer* answer) {
    const bool wanted = answer && answer->address == form.asked && answer->error && answer->error->klass == gis::ErrorClass::auth && gis::remote::is_database(form.asked);
    if (!wanted && form.password.empty()) return;
    const std::string label = frame.tr("panels.service.password"), help = frame.tr("panels.service.password_help");
    const bool entered = text_field(frame.theme, "###service.password", form.password, {.label = label, .help = help, .password = true, .enter_returns = true});
    if (entered && !form.password.empty()) ask(frame, form);
}

void draw_address(Frame& frame, ServiceForm& form, const ServiceAnswer* answer) {
    const Theme& t = frame.theme;
    const std::string label = frame.tr("panels.service.address"), help = frame.tr("panels.service.address_help");
    const std::string search = frame.tr("panels.service.search") + "###service.ask";
    const float button_width = t.px(110);
    if (text_field(t, "###service.address", form.address,
                   {.label = label, .hint = "https://…", .help = help, .width = ImGui::GetContentRegionAvail().x / t.scale - button_width / t.scale - 8, .mono = true, .focus = form.fresh}))
        form.asked.clear();
    const bool typed_enter = ImGui::IsItemFocused() && ImGui::IsKeyPressed(ImGuiKey_Enter, false);
    ImGui::SameLine(0, t.px(8));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + t.px(18));
    const std::string blocked = form.address.empty() ? frame.tr("panels.service.type_first") : answer && answer->running ? frame.tr("panels.service.asking") : std::string{};
    if ((button(t, search.c_str(), {.width = button_width / t.scale, .height = 30, .blocked = blocked}) || typed_enter) && blocked.empty()) ask(frame, form);
}

void draw_layers(Frame& frame, ServiceForm& form, const Offer& offer) {
    const Theme& t = frame.theme;
    const std::string kind = frame.tr(kind_key(offer.kind));
    text_wrapped(t.fonts.body_strong, t.colors.text_strong, offer.title.empty() ? kind : kind + " · " + offer.title);
    if (offer.layers.size() >= searched_from) (void)search_field(t, "###service.filter", form.search, {.hint = frame.tr("panels.service.filter")});
    std::vector<const OfferedLayer*> shown;
    const std::string wanted = gis::folded_plain(form.search);
    for (const OfferedLayer& layer : offer.layers)
        if (wanted.empty() || gis::folded_plain(layer.title + " " + layer.name).find(wanted) != std::string::npos) shown.push_back(&layer);
    const float row = t.px(30), height = std::min(t.px(list_height), row * float(std::max<std::size_t>(shown.size(), 1)) + t.px(12));
    ImGui::BeginChild("###service.layers", ImVec2(0, height), true);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(shown.size()), row);
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const OfferedLayer& layer = *shown[static_cast<std::size_t>(i)];
            ImGui::PushID(i);
            ImGui::SetCursorPosY(row * float(i) + t.px(4));
            bool on = form.chosen.contains(layer.address);
            const std::string words = layer.title + (layer.name.empty() || layer.name == layer.title ? "" : "  (" + layer.name + ")");
            if (check_field(t, (words + "###service.layer." + layer.name).c_str(), on)) {
                if (on) form.chosen.insert(layer.address);
                else form.chosen.erase(layer.address);
            }
            ImGui::PopID();
        }
    ImGui::EndChild();
}

void draw_answer(Frame& frame, ServiceForm& form, const ServiceAnswer* answer) {
    const Theme& t = frame.theme;
    if (!answer || form.asked.empty() || answer->address != form.asked) return;
    ImGui::Dummy(ImVec2(1, t.px(4)));
    if (answer->running) {
        caption(t, frame.tr("panels.service.asking"));
    } else if (answer->error) {
        const std::string words = frame.tr(answer->error->text) + (answer->error->remedy.empty() ? "" : ". " + frame.tr(answer->error->remedy));
        (void)banner(t, gis::Severity::error, words);
    } else if (answer->offer) {
        if (answer->offer->layers.size() == 1) form.chosen = {answer->offer->layers.front().address};  // nothing to choose
        draw_layers(frame, form, *answer->offer);
    }
}

// True = done with it.
bool draw_question(Frame& frame, ServiceForm& form) {
    DialogWords words;
    words.title = frame.tr("panels.service.title");
    dialog_head(frame, words);
    const ServiceAnswer* answer = frame.service;
    draw_address(frame, form, answer);
    draw_password(frame, form, answer);
    draw_answer(frame, form, answer);
    words.yes = frame.tr({"panels.service.add", {{"n", std::to_string(form.chosen.size())}}});
    if (form.chosen.empty()) words.blocked = frame.tr(form.asked.empty() ? "panels.service.search_first" : "panels.service.choose_first");
    DialogState keys;
    keys.fresh = form.fresh;
    // Enter in the address asks; it does not add yet.
    const Answer given = dialog_buttons(frame, keys, words);
    form.fresh = false;
    if (given == Answer::yes) frame.ask.open_paths.assign(form.chosen.begin(), form.chosen.end());
    return given != Answer::none;
}

} // namespace

void draw_service_form(Frame& frame, ServiceForm& form) {
    if (frame.view.service_open && !form.open) {
        form = {.open = true, .fresh = true, .address = {}, .search = {}, .password = {}, .asked = {}, .chosen = {}};
        ImGui::OpenPopup(popup);
    }
    if (!form.open) return;
    const Theme& t = frame.theme;
    const ImGuiViewport* screen = ImGui::GetMainViewport();
    ImGui::SetNextWindowPos(ImVec2(screen->Pos.x + screen->Size.x / 2, screen->Pos.y + screen->Size.y * 0.18f), ImGuiCond_Always, ImVec2(0.5f, 0));
    ImGui::SetNextWindowSize(ImVec2(std::min(t.px(dialog_width), screen->Size.x - 24), 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(t.px(16), t.px(16)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, t.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(t.px(6), t.px(4)));
    bool done = false;
    if (ImGui::BeginPopupModal(popup, nullptr, ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings)) {
        done = draw_question(frame, form);
        if (done) ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
    } else {
        done = true;
    }
    ImGui::PopStyleVar(3);
    if (done) form.open = frame.view.service_open = false;
}

} // namespace vigie::panels
