// Groups of reports: merged, split, answered as one, without losing what each of them was.
#include "bench_desk.hpp"

using namespace vigie::test;

namespace {

ReportId id(std::uint64_t n) { return ReportId{n}; }

} // namespace

TEST_CASE("a report taken out of its group again has kept its reporter, its words and its own work") {
    TestClock clock;
    Desk desk = open_desk(options_for({}, clock));
    for (int i = 0; i < 3; ++i) {
        auto made = new_report("Trou " + std::to_string(i));
        made.reporter = {"Mme Ferrand", "", ""};
        must(desk.execute(made, dispatcher));
    }
    Intervention work;
    work.title = "Nid-de-poule";
    work.reports = {id(3)};
    work.place = {2.35, 48.85};
    must(desk.execute(command::CreateIntervention{work}, dispatcher));
    const Report second = *desk.world().find(id(2)), third = *desk.world().find(id(3));
    CHECK(third.state == ReportState::taken);
    must(desk.execute(command::MergeReports{id(1), {id(2), id(3)}}, dispatcher));
    CHECK(only<Intervention>(desk.world()).reports == std::vector{id(3)});
    must(desk.execute(command::SplitReport{id(2)}, dispatcher));
    must(desk.execute(command::SplitReport{id(3)}, dispatcher));
    const auto as_before = [&](const Report& before, ReportState state) {
        Report now = *desk.world().find(before.id), expected = before;
        expected.state = state;
        expected.state_since = now.state_since;
        expected.updated_at = now.updated_at;
        CHECK(now == expected);
        CHECK(desk.reporter(before.id)->name == "Mme Ferrand");
    };
    as_before(second, ReportState::qualified);
    as_before(third, ReportState::taken);  // its own work goes on
    for (int i = 0; i < 3; ++i) must(desk.undo(dispatcher));
    CHECK(desk.world().find(id(2))->state == ReportState::received);
    CHECK(desk.world().find(id(3))->state == ReportState::taken);
}

TEST_CASE("one answer is in the history of everybody who is told, is undone as one, and changes nothing else") {
    const Folder folder;
    TestClock clock;
    {
        Desk desk = open_desk(folder.file(), clock);
        for (int i = 0; i < 3; ++i) must(desk.execute(new_report(), dispatcher));
        const Picture before = picture_of(desk.world());
        const std::uint64_t length = desk.journal_length();
        const Receipt receipt = must(desk.execute(command::AnswerReports{{id(1), id(3)}, "Bonjour,\n\nC’est réglé."}, dispatcher));
        CHECK(receipt.summary.key == "gesture.answer_reports");
        CHECK(desk.journal_length() == length + 1);
        CHECK(picture_of(desk.world()) == before);
        CHECK(desk.history({EntityKind::report, 1}, 5).at(0).gesture == "answer_reports");
        CHECK(desk.history({EntityKind::report, 3}, 5).at(0).gesture == "answer_reports");
        CHECK(desk.history({EntityKind::report, 2}, 5).at(0).gesture == "create_report");
        must(desk.undo(dispatcher));
        CHECK(desk.history({EntityKind::report, 3}, 5).at(0).gesture == "undo");
        CHECK(picture_of(desk.world()) == before);
        must(desk.redo(dispatcher));
        CHECK(desk.history({EntityKind::report, 3}, 5).at(0).gesture == "redo");
    }
    Desk desk = open_desk(folder.file(), clock);
    CHECK_FALSE(desk.first_broken_link());
    const auto lines = desk.history({EntityKind::report, 1}, 9);
    REQUIRE(lines.size() == 4);
    CHECK(lines[2].summary.args.back() == std::pair<std::string, std::string>{"text", "Bonjour,\n\nC’est réglé."});
}

TEST_CASE("an answer says something to somebody") {
    TestClock clock;
    Desk desk = open_desk({}, clock);
    must(desk.execute(new_report(), dispatcher));
    const std::uint64_t length = desk.journal_length();
    CHECK_FALSE(desk.execute(command::AnswerReports{{}, "Bonjour"}, dispatcher).ok());
    CHECK_FALSE(desk.execute(command::AnswerReports{{id(1)}, ""}, dispatcher).ok());
    CHECK_FALSE(desk.execute(command::AnswerReports{{id(7)}, "Bonjour"}, dispatcher).ok());
    CHECK(desk.execute(command::AnswerReports{{id(1)}, std::string(4000, 'x')}, dispatcher).ok());
    CHECK_FALSE(desk.execute(command::AnswerReports{{id(1)}, std::string(4001, 'x')}, dispatcher).ok());
    CHECK(desk.journal_length() == length + 1);
}
