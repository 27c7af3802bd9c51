// A leak in figures: m³ and euros a day, the flow of the last nights, how sure it is, what to do.
#include <algorithm>

#include "gis/model/words.hpp"
#include "gis/model/zone.hpp"
#include "panels/energy/charts.hpp"
#include "panels/energy/energy_regions.hpp"
#include "panels/energy/figures.hpp"
#include "panels/energy/finding_gesture.hpp"
#include "panels/energy/finding_words.hpp"
#include "panels/inspect/focus.hpp"
#include "panels/inspect/parts.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr double valves_within_m = 400;
constexpr std::size_t valves_told = 6;

const gis::Alert* alert_of(const Frame& frame, const gis::LeakSeen& leak) {
    const gis::Meter* meter = frame.world.find(leak.meter);
    if (meter == nullptr || !meter->sensor) return nullptr;
    for (const gis::Alert& a : frame.world.alerts())
        if (a.sensor == meter->sensor && gis::is_open(a.state)) return &a;
    return nullptr;
}

StatusLook look_of_leak(const Frame& frame, const gis::LeakSeen& leak) {
    if (const gis::Intervention* what = answer_to(frame, leak.raised)) return look_of(what->state);
    const gis::Alert* alert = alert_of(frame, leak);
    return look_of(alert != nullptr ? alert->state : gis::AlertState::raised);
}

void draw_title(const EnergyRegions& r, const gis::LeakSeen& leak, const Box& box, ImDrawList* list) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    const Colors& c = t.colors;
    const float middle = box.min.y + t.px(22);
    draw_icon(list, t, ImVec2(box.min.x + t.px(22), middle), IconSize::large, c.family(Family::danger).ink, "opacity");
    const StatusLook look = look_of_leak(frame, leak);
    const std::string words = frame.tr(look.key);
    float right = box.max.x - t.px(12) - text_size(t.fonts.caption_strong, words).x - t.px(34);
    draw_state_badge(list, t, ImVec2(right, middle), look, words);
    const std::size_t count = r.picture.leaks.size();
    if (count > 1) {
        const std::string which = frame.tr({"energy.leak.which", {{"n", std::to_string(r.state.leak + 1)}, {"of", std::to_string(count)}}});
        right -= t.px(56) + text_size(t.fonts.caption, which).x;
        ImGui::SetCursorScreenPos(ImVec2(right, middle - t.px(12)));
        if (icon_button(t, "###energy.leak.previous", "chevron_left", frame.tr("energy.leak.previous"), {.size = 24})) r.state.leak = (r.state.leak + count - 1) % count;
        draw_text(list, t.fonts.caption, ImVec2(right + t.px(24), middle - t.fonts.caption->FontSize / 2), c.text_weak, which);
        ImGui::SetCursorScreenPos(ImVec2(right + t.px(24) + text_size(t.fonts.caption, which).x, middle - t.px(12)));
        if (icon_button(t, "###energy.leak.next", "chevron_right", frame.tr("energy.leak.next"), {.size = 24})) r.state.leak = (r.state.leak + 1) % count;
    }
    const std::string title = frame.tr({"energy.leak.title", {{"building", building_name(frame, leak.building)}}});
    ImFont* font = text_size(t.fonts.title, title).x <= right - box.min.x - t.px(48) ? t.fonts.title : t.fonts.body_strong;
    draw_text_clipped(list, font, ImVec2(box.min.x + t.px(40), middle - font->FontSize / 2), c.text_strong, title, right - box.min.x - t.px(46));
    const std::string since = frame.tr({"energy.leak.since", {{"meter", meter_name(frame, leak.meter)}, {"moment", frame.tr({"energy.at", {{"day", frame.language.day(leak.since, frame.zone)}, {"clock", frame.language.clock(leak.since, frame.zone)}}})}}});
    draw_text_clipped(list, t.fonts.caption, ImVec2(box.min.x + t.px(12), box.min.y + t.px(36)), c.text_weak, since, box.width() - t.px(24));
}

void draw_figures(const EnergyRegions& r, const gis::LeakSeen& leak, const Box& box, ImDrawList* list) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    const Rgba ink = t.colors.family(Family::danger).ink;
    const std::string m3 = frame.tr({"energy.leak.m3_day", {{"n", frame.language.number(leak.m3_per_day, leak.m3_per_day < 100 ? 1 : 0)}}});
    const std::string euros = frame.tr({"energy.leak.euros_day", {{"euros", euro_words(frame, leak.eur_per_day, leak.eur_per_day < 100 ? 2 : 0)}}});
    const std::string lost = frame.tr({"energy.leak.lost", {{"n", frame.language.number(leak.m3_per_day * 365)}}});
    const std::string price = leak.m3_per_day > 0 ? frame.tr({"energy.leak.price", {{"euros", euro_words(frame, leak.eur_per_day / leak.m3_per_day, 2)}}}) : std::string{};
    const float x = box.min.x + t.px(12), next = x + std::max({t.px(164), text_size(t.fonts.figure, m3).x + t.px(24), text_size(t.fonts.caption, lost).x + t.px(16)});
    const bool roomy = next + text_size(t.fonts.figure, euros).x <= box.max.x - t.px(8);
    ImFont* font = roomy ? t.fonts.figure : t.fonts.title;
    const float y = box.min.y + t.px(77) - font->FontSize / 2;
    draw_text(list, font, ImVec2(x, y), ink, m3);
    draw_text_clipped(list, font, ImVec2(roomy ? next : x + text_size(font, m3).x + t.px(20), y), ink, euros, box.max.x - x);
    if (!roomy) {
        draw_text_clipped(list, t.fonts.caption, ImVec2(x, box.min.y + t.px(94)), t.colors.text_normal, lost, box.max.x - x - t.px(8));
        return;
    }
    draw_text(list, t.fonts.caption, ImVec2(x, box.min.y + t.px(94)), t.colors.text_normal, lost);
    draw_text_clipped(list, t.fonts.caption, ImVec2(next, box.min.y + t.px(94)), t.colors.text_normal, price, box.max.x - next - t.px(8));
}

void draw_nights(const EnergyRegions& r, const gis::LeakSeen& leak, const Box& box, ImDrawList* list) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    const Colors& c = t.colors;
    if (leak.nights.empty()) return;
    const float left = box.min.x + t.px(18), right = box.max.x - t.px(18), top = box.min.y + t.px(131), foot = box.min.y + t.px(187);
    double most = leak.threshold;
    for (const gis::NightFlow& n : leak.nights) most = std::max(most, n.m3h.value_or(0));
    if (!(most > 0)) return;
    const auto y = [&](double v) { return foot - (foot - top) * float(v / most); };
    const float step = (right - left) / float(leak.nights.size());
    long told = -1;
    for (std::size_t i = 0; i < leak.nights.size(); ++i) {
        const gis::NightFlow& n = leak.nights[i];
        const float x = left + step * float(i);
        if (ImGui::IsMouseHoveringRect(ImVec2(x, top), ImVec2(x + step, foot + t.px(14))) && ImGui::IsWindowHovered()) told = static_cast<long>(i);
        if (n.m3h) list->AddRectFilled(ImVec2(x + t.px(2), std::min(y(*n.m3h), foot - t.px(1.5f))), ImVec2(x + step - t.px(2), foot), u32(n.above ? c.family(Family::danger).full : c.line_strong), t.px(2));
        const std::string day = std::to_string(unsigned(std::chrono::year_month_day{n.day}.day()));
        list->AddText(t.fonts.caption, t.fonts.caption->FontSize * 0.9f, ImVec2(x + (step - text_size(t.fonts.caption, day).x * 0.9f) / 2, foot + t.px(4)), u32(c.text_weak), day.c_str());
    }
    list->AddRectFilled(ImVec2(left - t.px(2), foot), ImVec2(right + t.px(2), foot + 1), u32(c.line_strong));
    dashed_line(list, ImVec2(left - t.px(2), y(leak.threshold)), ImVec2(right + t.px(2), y(leak.threshold)), u32(c.family(Family::danger).ink), t.px(1.2f), t.px(4), t.px(3));
    const std::string caption = frame.tr({"energy.leak.nights", {{"from", std::to_string(unsigned(std::chrono::year_month_day{leak.nights.front().day}.day()))}, {"to", day_and_month(frame, leak.nights.back().day)},
                                                                   {"value", rate_words(frame, gis::Fluid::water, leak.threshold)}}});
    draw_text_clipped(list, t.fonts.caption, ImVec2(left, box.min.y + t.px(113)), c.text_weak, caption, right - left);
    if (told < 0) return;
    const gis::NightFlow& n = leak.nights[static_cast<std::size_t>(told)];
    const std::string strong = frame.tr({"energy.tell", {{"when", weekday_day(frame, n.day)}, {"value", n.m3h ? rate_words(frame, gis::Fluid::water, *n.m3h) : "@energy.tell.nothing"}}});
    readout(list, t, ImVec2(left + step * (float(told) + 0.5f), (top + foot) / 2), step / 2, box, strong, frame.tr("energy.leak.night_hours"));
}

void draw_sentence(const EnergyRegions& r, const gis::LeakSeen& leak, const Box& box, ImDrawList* list) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    const std::string first = frame.tr({"energy.leak.flow", {{"flow", rate_words(frame, gis::Fluid::water, leak.night_flow)}, {"usual", rate_words(frame, gis::Fluid::water, leak.usual_night_flow)}}});
    const std::string second = frame.tr({leak.closed ? "energy.leak.closed" : "energy.leak.open", {{"hours", frame.language.number(leak.hours_without_zero)}, {"confidence", confidence_words(frame, leak.confidence)}}});
    draw_text_clipped(list, t.fonts.caption, ImVec2(box.min.x + t.px(12), box.min.y + t.px(210)), t.colors.text_normal, first, box.width() - t.px(24));
    draw_text_clipped(list, t.fonts.caption, ImVec2(box.min.x + t.px(12), box.min.y + t.px(226)), t.colors.text_normal, second, box.width() - t.px(24));
}

struct Valve {
    const gis::Asset* asset;
    double metres;
};

// The valves nearest to the meter, by the crow: which of them closes the branch is for the plan of the network to say.
std::vector<Valve> valves_near(const Frame& frame, const gis::LeakSeen& leak) {
    std::vector<Valve> out;
    const gis::Meter* meter = frame.world.find(leak.meter);
    const gis::Building* b = frame.world.find(leak.building);
    if (meter == nullptr && b == nullptr) return out;
    const gis::LonLat from = meter != nullptr && meter->place != gis::LonLat{} ? meter->place : b != nullptr ? b->place : gis::LonLat{};
    for (const gis::Asset& a : frame.world.assets()) {
        if (a.kind != "vanne") continue;
        const auto at = a.geometry.anchor();
        if (at && gis::distance_m(from, *at) <= valves_within_m) out.push_back({&a, gis::distance_m(from, *at)});
    }
    std::ranges::sort(out, {}, &Valve::metres);
    if (out.size() > valves_told) out.resize(valves_told);
    return out;
}

void valves_popup(const EnergyRegions& r, const gis::LeakSeen& leak) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    if (!ImGui::BeginPopup("energy.valves.popup")) return;
    const auto valves = valves_near(frame, leak);
    section(t, frame.tr("energy.valves"));
    if (valves.empty()) caption(t, frame.tr({"energy.valves.none", {{"metres", frame.language.distance(valves_within_m)}}}));
    const gis::AssetKind* kind = frame.catalog.asset_kind("vanne");
    const auto show = [&](const gis::Asset& a) {
        frame.view.workspace = Workspace::map;
        frame.view.hidden_layers.erase("commune:vanne");
        select(frame, {gis::EntityKind::asset, a.id.value});
        frame_on(frame, {gis::EntityKind::asset, a.id.value});
        ImGui::CloseCurrentPopup();
    };
    for (const Valve& v : valves) {
        const std::string name = !v.asset->name.empty() ? v.asset->name : (kind != nullptr ? kind->name.in(frame.language.code()) + " " : std::string{}) + v.asset->code;
        const std::string words = frame.tr({"energy.valve", {{"name", name}, {"distance", frame.language.distance(v.metres)}}}) + "###energy.valve." + std::to_string(v.asset->id.value);
        if (button(t, words.c_str(), {.kind = ButtonKind::quiet, .icon = "plumbing", .width = 300, .height = 28, .tooltip = frame.tr("energy.valve.tip")})) show(*v.asset);
    }
    ImGui::EndPopup();
}

void mute_popup(const EnergyRegions& r, const gis::Meter& meter) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    if (!ImGui::BeginPopup("energy.mute.popup")) return;
    for (const char* why : {"works", "faulty", "known"}) {
        section(t, frame.tr("desk.mute.why." + std::string(why)));
        for (const int minutes : {480, 1440, 7 * 1440}) {
            const std::string words = frame.tr({"desk.mute.for", {{"duration", frame.language.duration(gis::Minutes{minutes})}}}) + "###energy.mute." + why + "." + std::to_string(minutes);
            if (!button(t, words.c_str(), {.kind = ButtonKind::quiet, .width = 220, .height = 26})) continue;
            frame.out.push(gis::command::MuteSensor{meter.sensor, frame.now, frame.now + gis::Minutes{minutes}, frame.tr("desk.mute.why." + std::string(why))});
            ImGui::CloseCurrentPopup();
        }
    }
    ImGui::EndPopup();
}

void draw_buttons(const EnergyRegions& r, const gis::LeakSeen& leak, const Box& box) {
    Frame& frame = r.frame;
    const Theme& t = frame.theme;
    const float top = box.min.y + t.px(253), inside = box.width() / t.scale - 24, gap = 8;
    const std::string valves = frame.tr("energy.valves.button"), silence = frame.tr("energy.silence.button");
    const float valve_w = text_size(t.fonts.body, valves).x / t.scale + 28, silence_w = text_size(t.fonts.body, silence).x / t.scale + 28;
    const float main_w = std::max(120.0f, inside - valve_w - silence_w - 2 * gap);
    ImGui::SetCursorScreenPos(ImVec2(box.min.x + t.px(12), top));
    if (const gis::Intervention* what = answer_to(frame, leak.raised)) {
        const std::string words = frame.tr({"energy.leak.answered", {{"number", gis::number_label(gis::EntityKind::intervention, what->number)}}});
        if (button(t, (words + "###energy.leak.open").c_str(), {.kind = ButtonKind::primary, .icon = "build", .width = main_w, .height = 34, .tooltip = what->title})) {
            frame.view.workspace = Workspace::map;
            select(frame, {gis::EntityKind::intervention, what->id.value});
        }
    } else {
        const auto why = leak_blocked(frame, leak);
        const std::string blocked = why ? frame.tr(*why) : std::string{};
        if (button(t, (frame.tr("desk.do.create") + "###energy.leak.create").c_str(), {.kind = ButtonKind::primary, .icon = "build", .width = main_w, .height = 34, .blocked = blocked, .tooltip = frame.tr("energy.create.tip")}))
            frame.out.push(create_from_leak(frame, leak));
    }
    ImGui::SameLine(0, t.px(gap));
    if (button(t, (valves + "###energy.valves").c_str(), {.width = valve_w, .height = 34, .tooltip = frame.tr("energy.valves.tip")})) {
        frame.view.energy_leak = leak.meter;  // I answers this leak now
        ImGui::OpenPopup("energy.valves.popup");
    }
    ImGui::SameLine(0, t.px(gap));
    const gis::Meter* meter = frame.world.find(leak.meter);
    const bool has_sensor = meter != nullptr && frame.world.find(meter->sensor) != nullptr;
    const gis::Mute* mute = has_sensor ? gis::mute_of(frame.desk.alerting(), meter->sensor, frame.now) : nullptr;
    const std::string blocked = has_sensor ? std::string{} : frame.tr("energy.silence.no_sensor");
    const std::string tip = mute != nullptr ? frame.tr({"alerting.muted.until", {{"moment", frame.language.moment(mute->until, frame.now, frame.zone)}}}) : frame.tr("energy.silence.tip");
    if (button(t, (silence + "###energy.silence").c_str(), {.width = silence_w, .height = 34, .blocked = blocked, .tooltip = tip, .chosen = mute != nullptr})) {
        if (mute != nullptr) frame.out.push(gis::command::MuteSensor{meter->sensor, frame.now, {}, {}});
        else ImGui::OpenPopup("energy.mute.popup");
    }
    valves_popup(r, leak);
    if (has_sensor) mute_popup(r, *meter);
}

} // namespace

void draw_leak_card(const EnergyRegions& r, const Box& box) {
    const Theme& t = r.frame.theme;
    const auto& leaks = r.picture.leaks;
    if (leaks.empty()) return;
    // A building's own leak comes to the front with it; else the dearest stays.
    if (const auto chosen = asked_building(r.frame); chosen != r.state.leak_of) {
        r.state.leak_of = chosen;
        const auto own = std::ranges::find(leaks, chosen, &gis::LeakSeen::building);
        if (own != leaks.end()) r.state.leak = static_cast<std::size_t>(own - leaks.begin());
    }
    r.state.leak = std::min(r.state.leak, leaks.size() - 1);
    begin_region("energy.leak", box, t.colors.surface2);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.min, ImVec2(box.max.x, box.min.y + 1), u32(t.colors.line));
    draw_title(r, leaks[r.state.leak], box, list);
    const gis::LeakSeen& leak = leaks[std::min(r.state.leak, leaks.size() - 1)];
    draw_figures(r, leak, box, list);
    draw_nights(r, leak, box, list);
    draw_sentence(r, leak, box, list);
    draw_buttons(r, leak, box);
    if (ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) r.frame.view.energy_leak = leak.meter;
    end_region();
}

} // namespace vigie::panels
