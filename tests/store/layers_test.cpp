// The commune file as another program sees it: QGIS opens it through GDAL.
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "bench_desk.hpp"

using namespace vigie::test;

TEST_CASE("GDAL opens the commune file and shows its entities as layers with features") {
    const Folder folder;
    TestClock clock;
    {
        Desk desk = open_desk(folder.file(), clock);
        must(desk.execute(new_report(), dispatcher));
        Asset street;
        street.kind = "rue";
        street.name = "rue de l’Église";
        street.geometry = {.type = GeometryType::line, .points = {{3, 43}, {3.01, 43.02}}, .parts = {0}};
        Asset park;
        park.kind = "parc";
        park.geometry = {.type = GeometryType::polygon, .points = {{3, 43}, {3.01, 43}, {3.01, 43.01}, {3, 43}}, .parts = {0}, .first_ring = {0}};
        must(desk.execute(command::ImportAssets{{street, park}, "test"}, dispatcher));
        Agent agent;
        agent.name = "M. Ferrand";
        must(desk.accept(batch_of({upsert(agent, "a1"), upsert(crew_named("A"), "c1")})));
    }
    GDALAllRegister();
    GDALDatasetUniquePtr data(GDALDataset::Open(folder.file().c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
    REQUIRE(data);
    CHECK(std::string(data->GetDriverName()) == "GPKG");
    OGRLayer* reports = data->GetLayerByName("report");
    REQUIRE(reports);
    CHECK(reports->GetFeatureCount() == 1);
    CHECK(wkbFlatten(reports->GetGeomType()) == wkbPoint);
    REQUIRE(reports->GetSpatialRef());
    CHECK(std::string(reports->GetSpatialRef()->GetAuthorityCode(nullptr)) == "4326");
    OGRFeatureUniquePtr feature(reports->GetNextFeature());
    REQUIRE(feature);
    CHECK(feature->GetGeometryRef()->toPoint()->getX() == 2.3522);
    CHECK(feature->GetGeometryRef()->toPoint()->getY() == 48.8566);
    CHECK(std::string(feature->GetFieldAsString("state")) == "received");
    CHECK(std::string(feature->GetFieldAsString("address")) == "12 rue de l’Église");
    CHECK(feature->GetFieldDefnRef(feature->GetFieldIndex("received_at"))->GetType() == OFTDateTime);
    OGRLayer* assets = data->GetLayerByName("asset");
    REQUIRE(assets);
    CHECK(assets->GetFeatureCount() == 2);
    for (const auto& f : assets) CHECK(f->GetGeometryRef()->IsValid());
    OGRLayer* agents = data->GetLayerByName("agent");
    REQUIRE(agents);
    CHECK(agents->GetFeatureCount() == 1);
    CHECK(data->GetLayerCount() == entity_kind_count);
}
