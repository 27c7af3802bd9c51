// What people do: commands as one gesture, undone and redone by their images; and what rules derive.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"
#include "gis/store/commands/carry_out.hpp"
#include "gis/store/desk_impl.hpp"
#include "gis/store/gpkg_blob.hpp"

namespace vigie::gis {

namespace {

JournalEntry entry_of(Time at, const Actor& actor, std::string gesture, Text summary) {
    return {.at = at, .actor = actor.name, .post = actor.post, .gesture = std::move(gesture), .summary = std::move(summary),
            .touched = {}, .before_json = {}, .after_json = {}, .hash = {}};
}

void stamp(std::vector<Image>& images, Time now) {
    for (Image& image : images)
        if (image.after) std::visit([&](auto& e) { e.updated_at = now; }, *image.after);
}

// One sentence for a gesture of several commands.
Text summary_of(std::span<const Command> commands, std::vector<Text> said) {
    if (said.size() == 1) return std::move(said.front());
    if (said.size() == 2 && std::holds_alternative<command::CreateIntervention>(commands[0]) && std::holds_alternative<command::Assign>(commands[1]))
        return {"gesture.create_and_assign", std::move(said[1].args)};
    Text text{"gesture.several", std::move(said.front().args)};
    text.args.emplace_back("first", "@" + said.front().key);
    text.args.emplace_back("more", std::to_string(said.size() - 1));
    return text;
}

Error changed_since(const AnyEntity& entity) {
    return {.klass = ErrorClass::conflict, .text = {"desk.refused.changed_since", {{"what", label(entity)}}},
            .remedy = {"desk.refused.changed_since.remedy", {}}};
}

bool share_a_name(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::ranges::any_of(a, [&](const std::string& name) { return std::ranges::find(b, name) != b.end(); });
}

// What takes an entity from `expected` (as the gesture left it) to `wanted`, from where it stands now.
Result<Image> turned(const World& world, EntityRef ref, const std::optional<AnyEntity>& expected, const std::optional<AnyEntity>& wanted) {
    const std::optional<AnyEntity> current = world.find(ref);
    if (!expected) {
        if (current) return changed_since(*current);
        return Image{ref, std::nullopt, wanted};
    }
    if (!current) return changed_since(*expected);
    const std::vector<std::string> moved = difference(&*expected, &*current).fields;
    if (!wanted) {
        if (!moved.empty()) return changed_since(*current);
        return Image{ref, current, std::nullopt};
    }
    const std::vector<std::string> ours = difference(&*expected, &*wanted).fields;
    if (share_a_name(moved, ours)) return changed_since(*current);
    AnyEntity after = *current;
    copy_fields(after, *wanted, ours);
    return Image{ref, current, std::move(after)};
}

// What commands drafted of the way the commune is alerted, as settings.
std::vector<SettingImage> setting_images(const Alerting& before, const Alerting& after, const std::map<std::string, std::string>& stored) {
    std::vector<SettingImage> images;
    if (before == after) return images;
    for (const std::string_view key : alerting_keys) {
        std::string text = alerting_to_json(after, key);
        if (text == alerting_to_json(before, key)) continue;
        const auto old = stored.find(std::string(key));
        images.push_back({std::string(key), old == stored.end() ? std::string{} : old->second, std::move(text)});
    }
    return images;
}

} // namespace

Result<Receipt> Desk::execute(const Command& command, const Actor& actor) { return execute(std::span(&command, 1), actor); }

Result<Receipt> Desk::execute(std::span<const Command> commands, const Actor& actor, GesturePart part) {
    const Time now = impl_->now();
    Draft draft(impl_->world);
    std::vector<Notice> notices;
    Alerting alerting = impl_->alerting;
    CommandContext context{.draft = draft, .alerting = alerting, .catalog = impl_->catalog(),
                           .check_assign = impl_->options.check_assign, .takes_edits = impl_->options.takes_edits,
                           .actor = actor, .zone = impl_->options.zone, .now = now,
                           .keeps_personal_data = impl_->options.personal_key.size() == personal_key_bytes, .notices = notices,
                           .readings_kept = impl_->setting(readings_kept_key)};
    std::vector<Text> said;
    for (const Command& command : commands) {
        if (!role_may(actor.role, command)) return refused("desk.refused.role");
        Said done = std::visit([&](const auto& c) { return carry_out(context, c); }, command);
        if (!done) return done.error();
        said.push_back(std::move(done).value());
    }
    if (said.empty()) return refused("desk.refused.nothing_chosen");
    std::vector<Image> images = draft.images();
    stamp(images, now);
    std::vector<SealedReporter> sealed;
    for (const auto& [report, reporter] : context.reporters)
        if (auto box = seal(reporter, report, impl_->options.personal_key)) sealed.push_back(std::move(*box));
    const std::string gesture(commands.size() == 1 ? command_name(commands[0]) : "several");
    JournalEntry entry = entry_of(now, actor, gesture, summary_of(commands, std::move(said)));
    std::vector<SettingImage> settings = setting_images(impl_->alerting, alerting, impl_->settings);
    if (const std::string before = impl_->setting(readings_kept_key); context.readings_kept != before) settings.push_back({readings_kept_key, before, context.readings_kept});
    auto receipt = impl_->gesture({std::move(images), std::move(settings), std::move(sealed), {}, std::move(context.concerned), context.told},
                                  std::move(entry), part, std::move(context.pictures), std::move(context.readings), context.readings_batch);
    if (!receipt) return receipt;
    receipt->created = std::move(context.created);
    impl_->notices.insert(impl_->notices.end(), notices.begin(), notices.end());
    return receipt;
}

Result<Receipt> Desk::Impl::gesture(Gesture step, JournalEntry entry, GesturePart part, std::vector<std::shared_ptr<const KeptPicture>> pictures,
                                      std::vector<MeterReadings> readings, std::int64_t readings_batch) {
    Receipt receipt{.delta = {}, .summary = entry.summary, .created = {}};
    if (step.images.empty() && step.settings.empty() && !step.told) return receipt;  // everything was so already
    step.summary = entry.summary;
    entry.touched = step.concerned;
    Write write;
    write.images = step.images;
    write.settings = step.settings;
    write.reporters = step.reporters;
    write.pictures = std::move(pictures);
    write.readings = std::move(readings);
    write.readings_batch = readings_batch;
    write.entry = std::move(entry);
    write.queue = true;
    auto delta = commit(std::move(write));
    if (!delta) return delta.error();
    receipt.delta = std::move(*delta);
    if (part == GesturePart::next && !undo_stack.empty()) {
        Gesture& begun = undo_stack.back();
        std::ranges::move(step.images, std::back_inserter(begun.images));
        std::ranges::move(step.settings, std::back_inserter(begun.settings));
        std::ranges::move(step.reporters, std::back_inserter(begun.reporters));
        begun.told = begun.told || step.told;
    } else {
        undo_stack.push_back(std::move(step));
    }
    if (undo_stack.size() > max_undo_steps) undo_stack.erase(undo_stack.begin());
    redo_stack.clear();
    return receipt;
}

Result<Receipt> Desk::Impl::turn_back(std::vector<Gesture>& from, std::vector<Gesture>& to, const Actor& actor, bool redo) {
    if (from.empty()) return refused(redo ? "desk.refused.nothing_to_redo" : "desk.refused.nothing_to_undo");
    if (actor.role == Role::council) return refused("desk.refused.role");
    const Gesture& step = from.back();
    const Time at = now();
    Write write;
    for (std::size_t i = 0; i < step.images.size(); ++i) {
        // Backwards when undoing: what was made last goes first.
        const Image& image = step.images[redo ? i : step.images.size() - 1 - i];
        auto back = turned(world, image.ref, redo ? image.before : image.after, redo ? image.after : image.before);
        if (!back) return back.error();
        write.images.push_back(std::move(*back));
    }
    for (std::size_t i = 0; i < step.settings.size(); ++i) {
        const SettingImage& s = step.settings[redo ? i : step.settings.size() - 1 - i];
        const std::string &expected = redo ? s.before : s.after, &wanted = redo ? s.after : s.before;
        if (setting(s.key) != expected)
            return Error{.klass = ErrorClass::conflict, .text = {"desk.refused.changed_since", {{"what", "@store." + s.key}}}, .remedy = {"desk.refused.changed_since.remedy", {}}};
        write.settings.push_back({s.key, expected, wanted});
    }
    stamp(write.images, at);
    if (redo) write.reporters = step.reporters;
    else
        for (const SealedReporter& sealed : step.reporters) write.erased_reporters.push_back(sealed.report);
    Text summary{redo ? "gesture.redo" : "gesture.undo", step.summary.args};
    summary.args.emplace_back("what", "@" + step.summary.key);
    write.entry = entry_of(at, actor, redo ? "redo" : "undo", summary);
    write.entry->touched = step.concerned;
    write.queue = true;
    auto delta = commit(std::move(write));
    if (!delta) return delta.error();
    to.push_back(std::move(from.back()));
    from.pop_back();
    return Receipt{std::move(*delta), std::move(summary), {}};
}

Result<Delta> Desk::derive(const EditSet& edits, const Text& summary, bool journaled) {
    Draft draft(impl_->world);
    for (const AnyEntity& entity : edits.put) {
        const EntityRef ref = ref_of(entity);
        if (ref.id != 0 && draft.find_any(ref)) draft.edit_any(ref) = entity;
        else draft.create_any(entity);
    }
    for (EntityRef ref : edits.removed)
        if (draft.find_any(ref)) draft.remove_any(ref);
    Write write;
    const Time now = impl_->now();
    write.images = draft.images();
    stamp(write.images, now);
    write.news.observations = edits.observations;
    write.news.positions = edits.positions;
    if (journaled && !write.images.empty()) write.entry = entry_of(now, {.name = "vigie", .post = {}}, "rule", summary);
    write.queue = false;  // what rules derive is ours alone: no source is told
    write.must_survive_power_loss = false;  // a rule looks again after a restart
    return impl_->commit(std::move(write));
}

} // namespace vigie::gis
