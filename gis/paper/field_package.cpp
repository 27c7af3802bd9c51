#include "gis/paper/field_package.hpp"

#include <cpl_vsi.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "gis/layers/export_shapes.hpp"
#include "gis/layers/gdal_dataset.hpp"
#include "gis/layers/gdal_session.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/words.hpp"
#include "gis/paper/sheet_content.hpp"

namespace vigie::gis {

namespace {

constexpr double around_m = 400;               // of streets and buildings beside the tour
constexpr std::size_t most_ground = 50'000;    // of either

std::string lines_of(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) (out += out.empty() ? "" : "\n") += line;
    return out;
}

std::string tasks_of(const std::vector<Task>& tasks) {
    std::string out;
    for (const Task& task : tasks) ((out += out.empty() ? "" : "\n") += task.done ? "☑ " : "☐ ") += task.text;
    return out;
}

// A field of a feature, by its type.
struct Field {
    const char* name;
    OGRFieldType type = OFTString;
    OGRFieldSubType subtype = OFSTNone;
};

class Package {
public:
    Package(const PaperSource& from, const RoadSheetOptions& options) : from_(from), o_(options) {
        static std::atomic<std::uint64_t> count{0};
        path_ = "/vsimem/vigie-field-" + std::to_string(++count) + ".gpkg";
        wgs84_.SetWellKnownGeogCS("WGS84");
        wgs84_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    }
    ~Package() {
        dataset_.reset();
        VSIUnlink(path_.c_str());
    }
    Package(const Package&) = delete;
    Package& operator=(const Package&) = delete;

    Result<FieldPackage> make(const std::vector<const Crew*>& crews) {
        const GdalMessages messages;
        FieldPackage out{.gpkg = {}, .crews = crews.size(), .stops = 0, .assets = 0};
        if (!write(crews, out) || messages.has_error()) return Error{ErrorClass::storage, {"paper.package_failed", {}}, {"paper.failed.remedy", {}}, messages.first()};
        vsi_l_offset size = 0;
        const GByte* bytes = VSIGetMemFileBuffer(path_.c_str(), &size, FALSE);
        if (!bytes || size == 0) return Error{ErrorClass::storage, {"paper.package_failed", {}}, {"paper.failed.remedy", {}}, {}};
        out.gpkg.assign(reinterpret_cast<const char*>(bytes), size);
        return out;
    }

private:
    bool write(const std::vector<const Crew*>& crews, FieldPackage& out) {
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        dataset_.reset(driver ? driver->Create(path_.c_str(), 0, 0, 0, GDT_Unknown, nullptr) : nullptr);
        if (!dataset_ || dataset_->StartTransaction() != OGRERR_NONE) return false;
        OGRLayer* stops = layer("arrets", wkbPoint, {{"equipe"}, {"ordre", OFTInteger}, {"numero"}, {"debut"}, {"fin"}, {"titre"}, {"lieu"}, {"consignes"}, {"taches"}, {"precautions"}, {"liens"}, {"contacts"}, {"avec"}, {"fait", OFTInteger, OFSTBoolean}, {"heure_reelle"}, {"remarque"}, {"photo"}});
        OGRLayer* ways = layer("trajet", wkbLineString, {{"equipe"}, {"ordre", OFTInteger}, {"par_la_route", OFTInteger, OFSTBoolean}});
        OGRLayer* things = layer("objets", wkbUnknown, {{"nature"}, {"code"}, {"nom"}, {"attributs"}});
        if (!stops || !ways || !things) return false;
        std::set<AssetId> assets;
        for (const Crew* crew : crews) {
            const SheetContent content = sheet_content(from_, *crew, o_.day, o_.zone, false);
            int order = 0;
            for (const SheetStop& stop : content.stops) {
                if (!put_stop(*stops, *crew, stop, ++order)) return false;
                ++out.stops;
                if (const Intervention* what = from_.world.find(stop.id); what && what->asset) assets.insert(what->asset);
            }
            order = 0;
            for (const SheetLeg& leg : content.legs)
                if (!put_leg(*ways, *crew, leg, ++order)) return false;
        }
        for (const AssetId id : assets)
            if (const Asset* asset = from_.world.find(id)) {
                if (!put_asset(*things, *asset)) return false;
                ++out.assets;
            }
        if (!ground("street", "plan_rues") || !ground("building", "plan_batiments")) return false;
        if (dataset_->CommitTransaction() != OGRERR_NONE) return false;
        dataset_.reset();
        return true;
    }

    OGRLayer* layer(const char* name, OGRwkbGeometryType type, std::initializer_list<Field> fields) {
        OGRLayer* out = dataset_->CreateLayer(name, &wgs84_, type, nullptr);
        for (const Field& f : fields) {
            OGRFieldDefn definition(f.name, f.type);
            definition.SetSubType(f.subtype);
            if (!out || out->CreateField(&definition) != OGRERR_NONE) return nullptr;
        }
        return out;
    }

    bool put_stop(OGRLayer& layer, const Crew& crew, const SheetStop& stop, int order) {
        OGRFeature f(layer.GetLayerDefn());
        const auto text = [&](const char* field, const std::string& value) {
            if (!value.empty()) f.SetField(field, value.c_str());
        };
        text("equipe", crew.name);
        f.SetField("ordre", order);
        text("numero", stop.number);
        text("debut", from_.language.clock(stop.start, o_.zone));
        text("fin", from_.language.clock(stop.end, o_.zone));
        text("titre", stop.title);
        text("lieu", stop.place);
        text("consignes", stop.description);
        text("taches", tasks_of(stop.tasks));
        text("precautions", lines_of(stop.safety));
        text("liens", lines_of(stop.links));
        text("contacts", lines_of(stop.contacts));
        text("avec", lines_of(stop.with));
        f.SetField("fait", stop.done ? 1 : 0);
        if (stop.at) {
            const OGRPoint point(stop.at->lon, stop.at->lat);
            f.SetGeometry(&point);
            if (const auto p = from_.plane.plane_from_lonlat(*stop.at)) box_.include(p->x, p->y);
        }
        return layer.CreateFeature(&f) == OGRERR_NONE;
    }

    bool put_leg(OGRLayer& layer, const Crew& crew, const SheetLeg& leg, int order) {
        OGRFeature f(layer.GetLayerDefn());
        f.SetField("equipe", crew.name.c_str());
        f.SetField("ordre", order);
        f.SetField("par_la_route", leg.by_road ? 1 : 0);
        OGRLineString line;
        for (const PlanePoint& p : leg.line) {
            box_.include(p.x, p.y);
            if (const auto at = from_.plane.lonlat_from_plane(p)) line.addPoint(at->lon, at->lat);
        }
        if (line.getNumPoints() < 2) return true;
        f.SetGeometry(&line);
        return layer.CreateFeature(&f) == OGRERR_NONE;
    }

    bool put_asset(OGRLayer& layer, const Asset& asset) {
        OGRFeature f(layer.GetLayerDefn());
        const AssetKind* kind = from_.catalog.asset_kind(asset.kind);
        f.SetField("nature", (kind ? from_.language.code() == "en" ? kind->name.en : kind->name.fr : asset.kind).c_str());
        f.SetField("code", asset.code.c_str());
        f.SetField("nom", asset.name.c_str());
        std::vector<std::string> attributes;
        for (const Attribute& a : asset.attributes) attributes.push_back(a.name + ": " + a.value);
        f.SetField("attributs", lines_of(attributes).c_str());
        const std::string json = geometry_to_json(asset.geometry).dump();
        if (const std::unique_ptr<OGRGeometry> shape(OGRGeometryFactory::createFromGeoJson(json.c_str())); shape) f.SetGeometry(shape.get());
        return layer.CreateFeature(&f) == OGRERR_NONE;
    }

    // What of a theme lies beside the tour, with its name.
    bool ground(std::string_view theme, const char* name) {
        OGRLayer* out = layer(name, wkbUnknown, {{"nom"}});
        if (!out) return false;
        if (box_.empty()) return true;
        const double reach = around_m / from_.plane.metres_per_unit(box_.centre());
        const PlaneBox box{box_.min_x - reach, box_.min_y - reach, box_.max_x + reach, box_.max_y + reach};
        std::size_t count = 0;
        for (const LayerPtr& source : from_.layers) {
            if (source->info.theme != theme) continue;
            const ExportShapes shapes(*source, from_.plane, true);
            const Column* names = source->column("name");
            std::vector<std::uint32_t> rows;
            source->index.query(box, [&](std::uint32_t row) {
                rows.push_back(row);
                return count + rows.size() < most_ground;
            });
            for (const std::uint32_t row : rows) {
                OGRFeature f(out->GetLayerDefn());
                if (names && names->type == Column::Type::text)
                    if (const std::string_view text = names->text(row); !text.empty()) f.SetField("nom", std::string(text).c_str());
                const std::unique_ptr<OGRGeometry> shape = shapes.make(row);
                if (!shape) continue;
                f.SetGeometry(shape.get());
                if (out->CreateFeature(&f) != OGRERR_NONE) return false;
            }
            count += rows.size();
        }
        return true;
    }

    const PaperSource& from_;
    const RoadSheetOptions& o_;
    std::string path_;
    OGRSpatialReference wgs84_;
    Dataset dataset_;
    PlaneBox box_;
};

} // namespace

Result<FieldPackage> field_package(const PaperSource& from, const RoadSheetOptions& options) {
    start_gdal();
    const auto crews = crews_to_print(from.world, options.crews);
    if (!crews) return crews.error();
    return Package(from, options).make(*crews);
}

} // namespace vigie::gis
