// Order, statistics, and how long a million rows take.
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <numeric>
#include <random>

#include "gis/layers/column_statistics.hpp"
#include "gis/layers/find_rows.hpp"
#include "layer_builder.hpp"

using namespace vigie::gis;
using namespace vigie::tests;
using Catch::Approx;
using Rows = std::vector<std::uint32_t>;

namespace {

LayerPtr small() {
    return LayerBuilder()
        .text("nom", {"éclair", "Zèbre", "", "eclair", "abeille", "Éclairs"})
        .number("n", {10, 9, null, 9, -1, 100})
        .points(6)
        .done();
}

Rows order(const RowQuery& query) { return find_rows(small(), query).rows; }

} // namespace

TEST_CASE("text sorts by its folded form, stable, empty last in both directions") {
    CHECK(order({.sort_column = "nom"}) == Rows{4, 0, 3, 5, 1, 2});
    CHECK(order({.sort_column = "nom", .descending = true}) == Rows{1, 5, 0, 3, 4, 2});
}

TEST_CASE("numbers sort as numbers, stable, empty last in both directions") {
    CHECK(order({.sort_column = "n"}) == Rows{4, 1, 3, 0, 5, 2});
    CHECK(order({.sort_column = "n", .descending = true}) == Rows{5, 0, 1, 3, 4, 2});
}

TEST_CASE("filter, sort and the rows allowed go together; a wrong filter leaves the rows and says why") {
    CHECK(order({.filter = "n > 0", .sort_column = "n", .only = Rows{0, 1, 2, 5}}) == Rows{1, 0, 5});
    const FoundRows wrong = find_rows(small(), {.filter = "n >"});
    REQUIRE(wrong.error);
    CHECK(wrong.rows.size() == 6);
    CHECK(order({.sort_column = "no such column"}) == Rows{0, 1, 2, 3, 4, 5});
    CHECK(order({.only = Rows{4, 99}}) == Rows{4});
}

TEST_CASE("any column of any layer sorts as the plain comparison says") {
    std::mt19937 random(11);
    for (int round = 0; round < 8; ++round) {
        const std::size_t n = round == 0 ? 0 : round == 1 ? 1 : 20'000;
        std::vector<double> numbers(n);
        for (double& v : numbers) v = random() % 7 == 0 ? null : double(int(random() % 500)) / 4;
        const LayerPtr layer = LayerBuilder().number("v", numbers).points(n).done();
        Rows expected(n);
        std::iota(expected.begin(), expected.end(), 0u);
        const bool down = round % 2 == 1;
        std::stable_sort(expected.begin(), expected.end(), [&](auto a, auto b) {
            if (std::isnan(numbers[a]) || std::isnan(numbers[b])) return !std::isnan(numbers[a]) && std::isnan(numbers[b]);
            return down ? numbers[b] < numbers[a] : numbers[a] < numbers[b];
        });
        CHECK(find_rows(layer, {.sort_column = "v", .descending = down}).rows == expected);
    }
}

TEST_CASE("a million rows are filtered and sorted within seconds, say their progress and can be stopped") {
    constexpr std::size_t n = 1'000'000;
    std::mt19937 random(5);
    std::vector<std::string> names(n);
    for (std::string& name : names) name = "Rue n° " + std::to_string(random() % 100'000);
    const LayerPtr layer = LayerBuilder().text("nom", std::move(names)).points(n).done();
    double last = 0;
    int said = 0;
    const auto begin = std::chrono::steady_clock::now();
    const FoundRows all = find_rows(layer, {.filter = "rue", .sort_column = "nom"}, {}, [&](double f) {
        CHECK(f >= last);
        last = f;
        ++said;
    });
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    CHECK(all.rows.size() == n);
    CHECK(said > 20);
    WARN("a million rows filtered and sorted by text in " << seconds << " s");
    CHECK(seconds < 20);

    std::stop_source stop;
    const auto from = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point asked;
    const FoundRows cut = find_rows(layer, {.sort_column = "nom"}, stop.get_token(), [&](double f) {
        if (f > 0.75 && !stop.stop_requested()) stop.request_stop(), asked = std::chrono::steady_clock::now();
    });
    CHECK_FALSE(cut.complete);
    CHECK(std::chrono::steady_clock::now() - asked < std::chrono::milliseconds{500});
    CHECK(asked > from);
}

TEST_CASE("statistics of numbers") {
    const LayerPtr layer = small();
    const ColumnStatistics s = statistics_of(*layer->column("n"), Rows{0, 1, 2, 3, 4, 5});
    CHECK(s.count == 6);
    CHECK(s.empty == 1);
    CHECK(s.distinct == 4);
    CHECK(s.min == -1);
    CHECK(s.max == 100);
    CHECK(*s.sum == Approx(127));
    CHECK(*s.mean == Approx(25.4));
    CHECK(s.median == 9);
    CHECK(statistics_of(*layer->column("n"), Rows{0, 1}).median == 9.5);
    const ColumnStatistics none = statistics_of(*layer->column("n"), Rows{2});
    CHECK(none.empty == 1);
    CHECK_FALSE(none.mean);
    CHECK(statistics_of(*layer->column("n"), Rows{}).count == 0);
}

TEST_CASE("statistics of text, and of numbers written as text") {
    const LayerPtr layer = LayerBuilder().text("a", {"b", "a", "b", "", "É"}).text("d", {"1,5", "2,5", "", "2,5", "1"}).points(5).done();
    const ColumnStatistics s = statistics_of(layer->columns[0], Rows{0, 1, 2, 3, 4});
    CHECK(s.distinct == 3);
    CHECK(s.empty == 1);
    CHECK(s.first == "a");
    CHECK(s.last == "É");
    CHECK(s.most_frequent == "b");
    CHECK(s.most_frequent_count == 2);
    CHECK_FALSE(s.sum);
    const ColumnStatistics d = statistics_of(layer->columns[1], Rows{0, 1, 2, 3, 4});
    CHECK(*d.sum == Approx(7.5));
    CHECK(d.distinct == 3);
}

TEST_CASE("a sum of a million small numbers beside a large one keeps them") {
    std::vector<double> values(1'000'001, 1e-3);
    values[0] = 1e12;
    const LayerPtr layer = LayerBuilder().number("v", values).points(1).done();
    Rows rows(values.size());
    std::iota(rows.begin(), rows.end(), 0u);
    CHECK(*statistics_of(layer->columns[0], rows).sum - 1e12 == Approx(1000).epsilon(1e-6));
}
