#include "panels/sources/source_form.hpp"

#include <algorithm>

#include "panels/map/map_popups.hpp"
#include "panels/sources/source_preview.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

namespace {

constexpr std::size_t preview_rows = previewed_entities;

std::size_t entities_in(const gis::ChangeBatch& batch) {
    return static_cast<std::size_t>(std::ranges::count_if(batch.changes, [](const gis::Change& c) { return std::holds_alternative<gis::Upsert>(c); }));
}

std::string entity_words(const Frame& frame, const gis::AnyEntity& entity) {
    return std::visit([&](const auto& e) {
        using T = std::decay_t<decltype(e)>;
        std::string name;
        if constexpr (requires { e.name; }) name = e.name;
        if constexpr (requires { e.title; }) if (name.empty()) name = e.title;
        if constexpr (requires { e.category; }) if (name.empty()) name = e.category;
        if constexpr (requires { e.code; }) if (name.empty()) name = e.code;
        static_cast<void>(sizeof(T));
        return frame.tr(kind_key(gis::kind_of(gis::AnyEntity(e)))) + (name.empty() ? "" : ", " + name);
    }, entity);
}

void draw_preview(Frame& frame, const gis::ChangeBatch& batch) {
    const Theme& theme = frame.theme;
    const std::size_t total = entities_in(batch);
    section_header(theme, frame.tr({"panels.sources.preview", {{"n", std::to_string(std::min(total, preview_rows))}, {"total", std::to_string(total)}}}));
    std::size_t shown = 0;
    for (const gis::Change& change : batch.changes) {
        const auto* upsert = std::get_if<gis::Upsert>(&change);
        if (upsert == nullptr || shown == preview_rows) continue;
        ++shown;
        const gis::Origin origin = std::visit([](const auto& e) { return e.origin; }, upsert->entity);
        text_item(theme.fonts.mono_small, theme.colors.text_normal, origin.remote_id.empty() ? "–" : origin.remote_id);
        ImGui::SameLine(theme.px(170));
        text_item(theme.fonts.body, theme.colors.text_normal, entity_words(frame, upsert->entity));
    }
}

} // namespace

void SourceForm::draw_fields(Frame& frame, const std::vector<SchemaField>& fields) {
    const Theme& theme = frame.theme;
    using Kind = SchemaField::Kind;
    for (const SchemaField& f : fields) {
        std::string& value = values.try_emplace(f.name, f.preset).first->second;
        const std::string id = "###source." + f.name, label = f.required ? f.title : f.title + " (" + frame.tr("panels.sources.optional") + ")";
        bool changed = false;
        if (f.kind == Kind::flag) {
            bool on = value == "true";
            if (check_field(theme, (f.title + id).c_str(), on)) value = on ? "true" : "false", changed = true;
        } else if (f.kind == Kind::choice || f.kind == Kind::asset_kind) {
            std::vector<std::string> ids = f.choices, shown = f.choices;
            if (f.kind == Kind::asset_kind)
                for (const gis::AssetKind& kind : frame.catalog.asset_kinds) ids.push_back(kind.id), shown.push_back(kind.name.in(frame.language.code()) + "###" + kind.id);
            int chosen = static_cast<int>(std::ranges::find(ids, value) - ids.begin());
            if (chosen == static_cast<int>(ids.size())) chosen = -1;
            if (combo_field(theme, id.c_str(), chosen, shown, {.label = label})) value = ids[static_cast<std::size_t>(chosen)], changed = true;
        } else {
            changed = text_field(theme, id.c_str(), value, {.label = label, .help = f.help, .password = f.kind == Kind::password, .mono = f.kind == Kind::path || f.kind == Kind::number});
        }
        if (changed) tested = false;
    }
}

// Its values as they are; secrets stay where they are kept and are typed again only to change them.
void SourceForm::change(const Frame& frame, const gis::SourceConfig& config) {
    *this = {};
    const auto known = std::ranges::find(frame.backends, config.backend, &gis::BackendDescription::name);
    if (known == frame.backends.end()) return;
    open = true;
    backend = static_cast<int>(known - frame.backends.begin());
    name = config.name;
    changing = config.id;
    values = values_of(config.config_json);
}

// Where no keyring is, a passphrase keeps what is secret in a sealed file.
void SourceForm::draw_secrets(Frame& frame, const std::vector<SchemaField>& fields) {
    if (secrets_from(fields, values).empty() || frame.secrets == gis::SecretKeeping::keyring || frame.secrets == gis::SecretKeeping::sealed_file) return;
    draw_secrets_lock(frame, passphrase);
}

void SourceForm::draw_test(Frame& frame, const gis::SourceConfig& config, const std::vector<std::string>& missing) {
    const Theme& theme = frame.theme;
    std::string why;
    if (!missing.empty()) why = frame.tr({"panels.sources.missing", {{"what", missing.front()}}});
    if (frame.source_test.running) why = frame.tr("panels.sources.testing");
    if (button(theme, (frame.tr("panels.sources.test") + "###source.test").c_str(), {.icon = "play_arrow", .blocked = why})) {
        frame.ask.test_source = config;
        tested = true;
        preview = 0;
    }
    if (!tested) return;
    ImGui::SameLine(0, theme.px(12));
    const SourceTest& test = frame.source_test;
    ImGui::AlignTextToFramePadding();
    if (test.running) return text_item(theme.fonts.body, theme.colors.text_weak, frame.tr("panels.sources.testing"));
    if (test.error) {
        ImGui::NewLine();
        const std::string remedy = test.error->remedy.empty() ? std::string{} : " " + frame.tr(test.error->remedy);
        banner(theme, gis::Severity::error, frame.tr(test.error->text) + remedy);
        return;
    }
    if (!test.batch) return;
    text_item(theme.fonts.body_strong, theme.colors.family(Family::done).ink, frame.tr({"panels.sources.answers", {{"ms", std::to_string(test.took.count())}}}));
    draw_source_preview(frame, *test.batch, preview);
    draw_preview(frame, *test.batch);
}

void SourceForm::draw(Frame& frame) {
    const Theme& theme = frame.theme;
    if (frame.backends.empty()) return text_wrapped(theme.fonts.body, theme.colors.text_normal, frame.tr("panels.sources.no_backend"));
    backend = std::clamp(backend, 0, static_cast<int>(frame.backends.size()) - 1);
    std::vector<std::string> titles;
    for (const gis::BackendDescription& b : frame.backends) titles.push_back(backend_title(b, frame.language.code()) + "###backend." + b.name);
    if (combo_field(theme, "###source.backend", backend, titles, {.label = frame.tr("panels.sources.protocol"), .disabled = changing.empty() ? std::string{} : frame.tr("panels.sources.protocol_fixed")})) values.clear(), tested = false;
    const gis::BackendDescription& chosen = frame.backends[static_cast<std::size_t>(backend)];
    text_field(theme, "###source.name", name, {.label = frame.tr("panels.sources.shown_name")});
    const std::vector<SchemaField> fields = schema_fields(chosen.config_schema_json, frame.language.code());
    draw_fields(frame, fields);
    draw_secrets(frame, fields);
    ImGui::Dummy(ImVec2(0, theme.px(6)));
    const std::string source = changing.empty() ? source_id(name.empty() ? chosen.name : name, frame.source_configs) : changing;
    const gis::SourceConfig config{source, name.empty() ? backend_title(chosen, frame.language.code()) : name, chosen.name, config_from(fields, values), false, secrets_from(fields, values)};
    const std::vector<std::string> missing = missing_fields(fields, values);
    draw_test(frame, config, missing);
    ImGui::Dummy(ImVec2(0, theme.px(10)));
    const std::string why = missing.empty() ? std::string{} : frame.tr({"panels.sources.missing", {{"what", missing.front()}}});
    const std::string save = frame.tr(changing.empty() ? "panels.sources.add" : "panels.sources.save") + "###source.add";
    if (button(theme, save.c_str(), {.kind = ButtonKind::primary, .icon = changing.empty() ? "add" : "done_all", .height = 34, .blocked = why})) {
        frame.ask.start_sources.push_back(config);
        *this = {};
    }
    ImGui::SameLine();
    if (button(theme, (frame.tr("panels.cancel") + "###source.cancel").c_str(), {.kind = ButtonKind::quiet, .height = 34})) *this = {};
}

} // namespace vigie::panels
