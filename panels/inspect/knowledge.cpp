#include "panels/inspect/knowledge.hpp"

#include <algorithm>

#include <imgui.h>

#include "gis/model/zone.hpp"
#include "gis/planning/calendar.hpp"
#include "gis/rules/answers.hpp"
#include "panels/inspect/gestures.hpp"

namespace vigie::panels {

namespace {

// Everything a ranking rests on except positions, which move all the time and are caught by the clock.
std::uint64_t planning_revision(const gis::World& world) {
    std::uint64_t sum = 0;
    for (gis::EntityKind kind : {gis::EntityKind::intervention, gis::EntityKind::shift, gis::EntityKind::absence,
                                 gis::EntityKind::agent, gis::EntityKind::vehicle, gis::EntityKind::report,
                                 gis::EntityKind::alert, gis::EntityKind::crew})
        sum += world.revision(kind);
    return sum;
}

} // namespace

gis::PlanningContext planning_context(const Frame& frame) {
    return {frame.world, frame.catalog, frame.travel, frame.zone, frame.now};
}

template <class Key>
bool Kept<Key>::serves(const Frame& frame, const Key& key) {
    const double now = ImGui::GetTime();
    const std::uint64_t revision = planning_revision(frame.world);
    if (key == key_ && (revision == revision_ || now - made_at_ < least_seconds_between)) return true;
    key_ = key;
    revision_ = revision;
    made_at_ = now;
    return false;
}

const std::vector<gis::RankedCrew>& CrewProposals::of(const Frame& frame, const std::vector<gis::EntityRef>& selected) {
    if (kept_.serves(frame, selected)) return crews_;
    crews_.clear();
    if (const auto what = assignable(frame.world, frame.catalog, selected, frame.language.code()))
        crews_ = gis::ranked_crews(planning_context(frame), *what, proposed_crews);
    return crews_;
}

const std::vector<gis::DuplicateCandidate>& Duplicates::of(const Frame& frame, const gis::Report& report) {
    const std::uint64_t revision = frame.world.revision(gis::EntityKind::report);
    if (report.id != report_ || revision != revision_) {
        report_ = report.id;
        revision_ = revision;
        found_ = gis::duplicate_candidates(frame.world, frame.catalog, report, 5);
    }
    return found_;
}

namespace {

constexpr std::size_t near_assets = 3, looked_back = 200;

// The gesture that a line takes back or repeats: "@gesture.answer_reports".
bool is_about_an_answer(const gis::JournalEntry& entry) {
    const auto what = std::ranges::find(entry.summary.args, "what", &std::pair<std::string, std::string>::first);
    return what != entry.summary.args.end() && what->second.starts_with("@gesture.answer_report");
}

} // namespace

std::optional<ReportLore::Answer> last_answer(std::span<const gis::JournalEntry> entries) {
    std::size_t taken_back = 0, given_again = 0;
    for (const gis::JournalEntry& entry : entries) {
        if (entry.gesture == "redo" && is_about_an_answer(entry)) ++given_again;
        else if (entry.gesture == "undo" && is_about_an_answer(entry)) given_again > 0 ? --given_again : ++taken_back;
        else if (entry.gesture == "answer_reports") {
            if (taken_back > 0) {
                --taken_back;
                continue;
            }
            const auto text = std::ranges::find(entry.summary.args, "text", &std::pair<std::string, std::string>::first);
            return ReportLore::Answer{entry.at, entry.actor, text == entry.summary.args.end() ? std::string{} : text->second};
        }
    }
    return {};
}

const ReportLore::Facts& ReportLore::of(const Frame& frame, const gis::Report& report) {
    const std::uint64_t reports = frame.world.revision(gis::EntityKind::report), assets = frame.world.revision(gis::EntityKind::asset),
                        journal = frame.desk.journal_length();
    const bool same = report.id == report_ && reports == reports_;
    if (!same || assets != assets_)
        facts_.near = report.asset ? std::vector<gis::NearAsset>{} : gis::assets_near(frame.world, frame.catalog, report.category, report.place, near_assets);
    if (!same) {
        facts_.repeats = gis::repeats_of(frame.world, frame.catalog, report);
        facts_.group = gis::group_of(frame.world, report.id);
    }
    if (!same || journal != journal_) {
        const auto entries = frame.desk.history({gis::EntityKind::report, report.id.value}, looked_back);
        facts_.answer = last_answer(entries);
    }
    report_ = report.id;
    reports_ = reports;
    assets_ = assets;
    journal_ = journal;
    return facts_;
}

const gis::DayLoad& CrewLoad::of(const Frame& frame, gis::CrewId crew) {
    if (kept_.serves(frame, crew)) return load_;
    load_ = gis::day_load(planning_context(frame), crew, gis::local_day(frame.now, frame.zone));
    return load_;
}

const std::vector<gis::InterventionId>& Displaced::of(const Frame& frame, gis::CrewId crew) {
    if (kept_.serves(frame, crew)) return found_;
    found_ = gis::displaced(planning_context(frame), gis::monday_of(gis::local_day(frame.now, frame.zone)), crew);
    return found_;
}

} // namespace vigie::panels
