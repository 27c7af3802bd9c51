// A mapping tried on a message: pasted, or the last one that came; and what a test or a message would bring.
#include <algorithm>

#include "panels/map/map_popups.hpp"
#include "panels/sources/source_form.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"

namespace vigie::panels {

namespace {

constexpr std::size_t preview_rows = 5;

std::string entity_words(const Frame& frame, const gis::AnyEntity& entity) {
    return std::visit([&](const auto& e) {
        std::string name;
        if constexpr (requires { e.name; }) name = e.name;
        if constexpr (requires { e.title; }) if (name.empty()) name = e.title;
        if constexpr (requires { e.category; }) if (name.empty()) name = e.category;
        if constexpr (requires { e.code; }) if (name.empty()) name = e.code;
        return frame.tr(kind_key(gis::kind_of(gis::AnyEntity(e)))) + (name.empty() ? "" : ", " + name);
    }, entity);
}

void preview_row(const Frame& frame, const std::string& id, const std::string& words) {
    const Theme& theme = frame.theme;
    constexpr std::size_t most = 22;  // of an id: its end is what tells it from the others
    text_item(theme.fonts.mono_small, theme.colors.text_normal, id.empty() ? "–" : id.size() > most ? "…" + id.substr(id.size() - most) : id);
    ImGui::SameLine(theme.px(190));
    text_item(theme.fonts.body, theme.colors.text_normal, words);
}

template <class T>
std::size_t count_of(const gis::ChangeBatch& batch) {
    return static_cast<std::size_t>(std::ranges::count_if(batch.changes, [](const gis::Change& c) { return std::holds_alternative<T>(c); }));
}

template <class T, class Row>
void draw_first(const gis::ChangeBatch& batch, const Row& row) {
    std::size_t shown = 0;
    for (const gis::Change& change : batch.changes)
        if (const T* t = std::get_if<T>(&change); t != nullptr && shown++ < preview_rows) row(*t);
}

} // namespace

void draw_preview(Frame& frame, const gis::ChangeBatch& batch) {
    const auto header = [&](const char* key, std::size_t total) {
        section_header(frame.theme, frame.tr({key, {{"n", std::to_string(std::min(total, preview_rows))}, {"total", frame.language.number(static_cast<double>(total))}}}));
    };
    header("panels.sources.preview", count_of<gis::Upsert>(batch));
    draw_first<gis::Upsert>(batch, [&](const gis::Upsert& u) {
        preview_row(frame, std::visit([](const auto& e) { return e.origin.remote_id; }, u.entity), entity_words(frame, u.entity));
    });
    if (const std::size_t values = count_of<gis::Observed>(batch); values > 0) {
        header("panels.sources.preview_values", values);
        draw_first<gis::Observed>(batch, [&](const gis::Observed& o) {
            preview_row(frame, o.sensor.remote_id, frame.language.number(o.value, 2) + (o.unit.empty() ? "" : " " + o.unit) + ", " + frame.language.moment(o.at, frame.now, frame.zone));
        });
    }
    if (const std::size_t positions = count_of<gis::Positioned>(batch); positions > 0) {
        header("panels.sources.preview_positions", positions);
        draw_first<gis::Positioned>(batch, [&](const gis::Positioned& p) {
            const gis::LonLat at = p.position.place;
            preview_row(frame, p.crew.remote_id, frame.language.number(at.lat, 5) + " ; " + frame.language.number(at.lon, 5) + ", " + frame.language.moment(p.position.at, frame.now, frame.zone));
        });
    }
}

void SourceForm::draw_sample(Frame& frame, const gis::SourceConfig& config, const std::vector<SchemaField>& fields) {
    const Theme& theme = frame.theme;
    section_header(theme, frame.tr("panels.sources.sample"));
    text_field(theme, "###source.sample_where", sample_where, {.label = frame.tr("panels.sources.sample_where"), .mono = true});
    text_field(theme, "###source.sample_text", sample_text, {.label = frame.tr("panels.sources.sample_text"), .hint = frame.tr("panels.sources.sample_hint"), .mono = true, .lines = 5});
    std::string why;
    if (sample_text.empty()) why = frame.tr("panels.sources.sample_first");
    if (frame.source_test.running) why = frame.tr("panels.sources.testing");
    if (button(theme, (frame.tr("panels.sources.sample_try") + "###source.sample_try").c_str(), {.icon = "play_arrow", .blocked = why})) {
        frame.ask.try_sample = SampleRequest{config, sample_where, sample_text, false};
        tested = true;
    }
    ImGui::SameLine();
    if (button(theme, (frame.tr("panels.sources.sample_propose") + "###source.sample_propose").c_str(), {.icon = "table_rows", .blocked = why})) {
        frame.ask.try_sample = SampleRequest{config, sample_where, sample_text, true};
        proposing = true;
    }
    if (!proposing || frame.source_test.running || !frame.source_test.proposal) return;
    take_config(fields, *frame.source_test.proposal, values);
    guess_categories(frame.catalog, fields, values);
    proposing = tested = false;
}

} // namespace vigie::panels
