// A crew's day as a GeoPackage: what another program finds in it (GDAL's ogrinfo), and what must not be there.
#include <catch2/catch_test_macros.hpp>

#include "gis/paper/field_package.hpp"
#include "tests/paper/sheet_commune.hpp"

using namespace vigie::test;
using small_commune::at;

TEST_CASE("the day of a crew opens elsewhere: stops to tick, the way, the thing, streets and buildings around") {
    if (std::system("ogrinfo --version >/dev/null 2>&1") != 0) SKIP("gdal-bin is not installed: tests/run.sh does it");
    SheetCommune c;
    Asset lamp;
    lamp.kind = "candelabre";
    lamp.code = "L-12";
    lamp.geometry.type = GeometryType::point;
    lamp.geometry.points = {{2.361, 43.18}};
    lamp.attributes = {{"puissance", "45 W"}};
    const AssetId asset = c.put(lamp);
    Intervention what = c.job("Dépannage de candélabre", 45, {2.361, 43.18});
    what.asset = asset;
    what.address = "3, rue de l’Église";
    what.tasks = {{"Changer la lampe", false}, {"Photo", true}};
    c.planned(what, {c.voirie}, at(1, 9));
    c.planned(c.job("Demain", 45, c.place), {c.voirie}, at(2, 9));
    const auto package = field_package(c.source(), c.options());
    REQUIRE(package);
    CHECK(package->stops == 1);
    CHECK(package->assets == 1);
    const Written file(package->gpkg, ".gpkg");
    const auto layer = [&](const char* name) { return said_by("ogrinfo -al -q " + file.file.string() + " " + name + " 2>&1"); };
    const std::string stops = layer("arrets");
    INFO(stops);
    for (const char* here : {"Dépannage de candélabre", "debut (String) = 09:00", "fin (String) = 09:45", "rue de l’Église", "☐ Changer la lampe", "☑ Photo", "fait (Integer(Boolean)) = 0", "ordre (Integer) = 1", "POINT (2.361 43.18)"})
        CHECK(stops.find(here) != std::string::npos);
    CHECK(stops.find("Demain") == std::string::npos);
    CHECK(layer("trajet").find("LINESTRING") != std::string::npos);
    CHECK(layer("objets").find("puissance: 45 W") != std::string::npos);
    CHECK(layer("plan_rues").find("avenue des Cévennes") != std::string::npos);
    CHECK(layer("plan_batiments").find("POLYGON") != std::string::npos);
    const std::string all = said_by("ogrinfo -al " + file.file.string());
    CHECK(all.find("WGS 84") != std::string::npos);
    for (const char* gone : {"Ferrand", "Noël"}) CHECK(all.find(gone) == std::string::npos);
}

TEST_CASE("a day without visits is a package without stops, a crew that is gone is refused") {
    SheetCommune c;
    RoadSheetOptions options = c.options();
    const auto empty = field_package(c.source(), options);
    REQUIRE(empty);
    CHECK(empty->stops == 0);
    options.crews = {CrewId{999}};
    CHECK(field_package(c.source(), options).error().text.key == "paper.no_crew");
}
