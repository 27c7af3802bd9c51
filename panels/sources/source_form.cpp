#include "panels/sources/source_form.hpp"

#include <algorithm>

#include "panels/map/map_popups.hpp"
#include "panels/sources/source_preview.hpp"
#include "panels/widgets/button.hpp"
#include "panels/widgets/feedback.hpp"
#include "panels/widgets/field.hpp"
#include "panels/widgets/icon.hpp"

namespace vigie::panels {

bool SourceForm::draw_field(Frame& frame, const SchemaField& f, std::string& value) {
    const Theme& theme = frame.theme;
    using Kind = SchemaField::Kind;
    const std::string id = "###source." + f.name, label = f.required ? f.title : f.title + " (" + frame.tr("panels.sources.optional") + ")";
    if (f.kind == Kind::rows) return draw_rows(frame, f, value);
    if (f.kind == Kind::choice || f.kind == Kind::asset_kind || f.kind == Kind::sensor_kind || f.kind == Kind::report_category) return draw_choice(frame, f, id.c_str(), value, label);
    if (f.kind == Kind::flag) {
        bool on = value == "true";
        if (!check_field(theme, (f.title + id).c_str(), on)) return false;
        value = on ? "true" : "false";
        return true;
    }
    return text_field(theme, id.c_str(), value, {.label = label, .help = f.help, .password = f.kind == Kind::password, .mono = f.kind == Kind::path || f.kind == Kind::number});
}

void SourceForm::draw_fields(Frame& frame, const std::vector<SchemaField>& fields) {
    for (const SchemaField& f : fields) {
        if (!is_shown(f, fields, values)) continue;
        if (draw_field(frame, f, values.try_emplace(f.name, f.preset).first->second)) tested = false;
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
    take_config(schema_fields(known->config_schema_json, frame.language.code()), config.config_json, values);
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
    if (test.sample) {  // what came last can be tried again with another mapping
        sample_where = test.sample->where;
        sample_text = test.sample->text;
        if (!test.sample->why.empty() && test.batch->changes.empty()) {
            ImGui::NewLine();
            banner(theme, gis::Severity::warning, frame.tr(test.sample->why));
            return;
        }
    }
    if (test.took.count() == 0) ImGui::NewLine();  // a sample: nobody answered
    else text_item(theme.fonts.body_strong, theme.colors.family(Family::done).ink, frame.tr({"panels.sources.answers", {{"ms", frame.language.number(static_cast<double>(test.took.count()))}}}));
    draw_source_preview(frame, *test.batch, preview);
    draw_preview(frame, *test.batch);
}

void SourceForm::draw(Frame& frame) {
    const Theme& theme = frame.theme;
    if (frame.backends.empty()) return text_wrapped(theme.fonts.body, theme.colors.text_normal, frame.tr("panels.sources.no_backend"));
    backend = std::clamp(backend, 0, static_cast<int>(frame.backends.size()) - 1);
    std::vector<std::string> titles;
    for (const gis::BackendDescription& b : frame.backends) titles.push_back(backend_title(b, frame.language.code()) + "###backend." + b.name);
    if (combo_field(theme, "###source.backend", backend, titles, {.label = frame.tr("panels.sources.protocol"), .disabled = changing.empty() ? std::string{} : frame.tr("panels.sources.protocol_fixed")})) values.clear(), sample_where.clear(), sample_text.clear(), tested = proposing = false;
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
    if (chosen.capabilities_json.find("\"mapping\":true") != std::string::npos) draw_sample(frame, config, fields);
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
