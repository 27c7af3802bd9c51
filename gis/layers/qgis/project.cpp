#include "gis/layers/qgis/project.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <set>

#include "gis/layers/crs.hpp"
#include "gis/layers/hash.hpp"
#include "gis/layers/qgis/labels.hpp"
#include "gis/layers/qgis/options.hpp"
#include "gis/layers/qgis/renderer.hpp"

namespace vigie::gis::qgis {

namespace {

using Json = nlohmann::json;
constexpr int orders_per_layer = 64;

// A place in the tree of layers.
struct Leaf {
    std::string id, name;
    std::vector<std::string> groups;
    bool visible = true;
};

DeclaredCrs crs_in(const pugi::xml_node& system) {
    for (const char* form : {"authid", "wkt", "proj4"}) {
        const std::string text = system.child_value(form);
        if (std::string_view(form) == "authid" && !text.starts_with("EPSG:")) continue;
        if (DeclaredCrs crs = crs_of_text(text); !crs.definition.empty()) return crs;
    }
    return {};
}

std::string shape_name(std::string_view geometry) {
    if (geometry == "Point") return "point";
    if (geometry == "Line") return "line";
    if (geometry == "Polygon") return "polygon";
    if (geometry == "No geometry") return "none";
    return {};
}

class ProjectReader {
public:
    ProjectReader(const pugi::xml_node& root, const std::filesystem::path& file) : root_(root), file_(file) {}

    Project run() {
        project_.file = file_;
        project_.title = root_.child_value("title");
        if (project_.title.empty()) project_.title = root_.attribute("projectname").value();
        if (project_.title.empty()) project_.title = file_.stem().string();
        read_view();
        read_tree(root_.child("layer-tree-group"), {}, true, 0);
        for (const pugi::xml_node layer : root_.child("projectlayers").children("maplayer")) elements_.try_emplace(layer.child_value("id"), layer);
        // Projects without a tree: in the order of the file.
        if (leaves_.empty())
            for (const auto& [id, layer] : elements_) leaves_.push_back({id, layer.child_value("layername"), {}, true});
        if (leaves_.size() > most_project_layers) {
            leaves_.resize(most_project_layers);
            project_.notices.push_back({Severity::warning, name(), {"layers.qgis.too_many_layers", {{"n", std::to_string(most_project_layers)}}}, {}});
        }
        const std::vector<std::size_t> order = drawing_order();
        for (std::size_t above = order.size(); above-- > 0;) read_layer(leaves_[order[above]], static_cast<int>(order[above]), static_cast<int>(order.size() - 1 - above));
        const pugi::xml_node gui = root_.child("properties").child("Gui");
        const auto channel = [&](const char* name) { return std::string(gui.child(name).text().as_string("255")); };
        const std::string background = color_of(channel("CanvasColorRedPart") + "," + channel("CanvasColorGreenPart") + "," + channel("CanvasColorBluePart"), 1);
        project_.style_json = Json{{"background-color", background}, {"layers", std::move(rules_)}}.dump(-1, ' ', false, Json::error_handler_t::replace);
        return std::move(project_);
    }

private:
    [[nodiscard]] std::string name() const { return file_.filename().string(); }

    void read_view() {
        const pugi::xml_node canvas = root_.find_child_by_attribute("mapcanvas", "name", "theMapCanvas") ? root_.find_child_by_attribute("mapcanvas", "name", "theMapCanvas") : root_.child("mapcanvas");
        pugi::xml_node system = root_.child("projectCrs").child("spatialrefsys");
        if (!system) system = canvas.child("destinationsrs").child("spatialrefsys");
        const DeclaredCrs crs = crs_in(system);
        project_.epsg = crs.epsg;
        project_.geographic = crs.geographic;
        const pugi::xml_node extent = canvas.child("extent");
        const auto side = [&](const char* name) { return number_of(extent.child_value(name), 0); };
        PlaneBox box{side("xmin"), side("ymin"), side("xmax"), side("ymax")};
        if (!extent) {  // written without a window
            const pugi::xml_node view = root_.child("ProjectViewSettings").child("DefaultViewExtent");
            const auto edge = [&](const char* name) { return number_of(view.attribute(name).value(), 0); };
            box = {edge("xmin"), edge("ymin"), edge("xmax"), edge("ymax")};
        }
        if (box.min_x < box.max_x && box.min_y < box.max_y) project_.view = box;
        if (const double turned = number_of(canvas.child_value("rotation"), 0); turned != 0)
            project_.notices.push_back({Severity::info, name(), {"layers.qgis.rotation", {}}, {}});
        if (crs.geographic || crs.epsg == 0) return;
        if (const auto plane = MapPlane::create(crs.epsg)) measures_ = Measures(plane->metres_per_unit(project_.view ? project_.view->centre() : PlanePoint{}));
    }

    void read_tree(const pugi::xml_node& group, const std::vector<std::string>& groups, bool visible, int depth) {
        if (depth > deepest_group) return;
        for (const pugi::xml_node child : group.children()) {
            const std::string_view kind = child.name(), checked = child.attribute("checked").as_string("Qt::Checked");
            const bool on = visible && checked != "Qt::Unchecked" && checked != "0";
            if (kind == "layer-tree-layer") {
                leaves_.push_back({child.attribute("id").value(), child.attribute("name").value(), groups, on});
            } else if (kind == "layer-tree-group") {
                std::vector<std::string> inner = groups;
                inner.emplace_back(child.attribute("name").value());
                read_tree(child, inner, on, depth + 1);
            }
        }
    }

    // Indices of leaves, top first: the tree's order, or the person's own.
    [[nodiscard]] std::vector<std::size_t> drawing_order() const {
        std::vector<std::size_t> order(leaves_.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        const pugi::xml_node custom = root_.child("layer-tree-group").child("custom-order");
        if (custom.attribute("enabled").as_int() != 1) return order;
        std::map<std::string, int> rank;
        for (const pugi::xml_node item : custom.children("item")) rank.try_emplace(item.child_value(), static_cast<int>(rank.size()));
        std::ranges::stable_sort(order, {}, [&](std::size_t i) {
            const auto found = rank.find(leaves_[i].id);
            return found == rank.end() ? static_cast<int>(rank.size()) : found->second;
        });
        return order;
    }

    void read_layer(const Leaf& leaf, int position, int height) {
        const auto element = elements_.find(leaf.id);
        const std::string shown = leaf.name.empty() ? leaf.id : leaf.name;
        const std::string where = name() + " (" + shown + ")";
        if (element == elements_.end()) {
            project_.notices.push_back({Severity::warning, where, {"layers.qgis.no_element", {}}, {}});
            return;
        }
        const pugi::xml_node layer = element->second;
        const std::string_view kind = layer.attribute("type").value();
        ProjectLayer made;
        made.id = leaf.id;
        made.name = shown;
        made.place = {project_.title, leaf.groups, position};
        made.visible = leaf.visible;
        // Older projects name no provider of vector tiles.
        const std::string provider = layer.child_value("provider");
        made.source = source_of(kind == "vector-tile" && provider.empty() ? "vectortile" : provider, layer.child_value("datasource"), file_.parent_path());
        made.geometry = shape_name(layer.attribute("geometry").value());
        if (made.source.state == Source::State::missing) return tell(where, Severity::warning, {"layers.qgis.missing", {{"path", made.source.shown}}}, "layers.remedy.put_beside_project");
        made.raster = kind == "raster";
        const bool tiles = made.source.vector_tiles;
        if (kind != "vector" && !made.raster && !tiles && made.source.state == Source::State::file) return tell(where, Severity::info, {"layers.qgis.other_kind", {{"kind", std::string(kind)}}}, nullptr);
        if (made.source.state == Source::State::elsewhere) return tell(where, kind == "vector" ? Severity::warning : Severity::info, made.source.why, made.source.remedy.empty() ? "layers.remedy.export_layer" : made.source.remedy.key.c_str());
        made.crs = !made.source.crs.empty() ? crs_of_text(made.source.crs) : crs_in(layer.child("srs").child("spatialrefsys"));
        if (made.raster) read_raster(made, layer, where);
        else if (tiles) tell(where, Severity::info, {"layers.qgis.lost.tile_style", {}}, nullptr);
        else draw(made, layer, height, where);
        project_.layers.push_back(std::move(made));
    }
    void tell(const std::string& where, Severity severity, Text text, const char* remedy) {
        project_.notices.push_back({severity, where, std::move(text), remedy ? Text{remedy, {}} : Text{}});
    }

    // Pictures are drawn as they are, more or less opaque.
    void read_raster(ProjectLayer& made, const pugi::xml_node& layer, const std::string& where) {
        const pugi::xml_node renderer = layer.child("pipe").child("rasterrenderer");
        const std::string kind = renderer.attribute("type").value();
        made.opacity = std::clamp(number_of(renderer.attribute("opacity").value(), 1), 0.0, 1.0);
        // That of services is their server's own picture.
        if (kind.empty() || kind == "multibandcolor" || made.source.state == Source::State::service) return;
        tell(where, Severity::info, {"layers.qgis.lost.raster_style", {{"what", kind}}}, nullptr);
    }

    static std::set<std::string> fields_of(const pugi::xml_node& layer) {
        std::set<std::string> fields;
        for (const pugi::xml_node field : layer.child("fieldConfiguration").children("field")) fields.insert(field.attribute("name").value());
        return fields;
    }
    static std::string list_of(const pugi::xml_node& parent, const char* child, const char* attribute) {
        std::string list;
        std::set<std::string> seen;
        for (const pugi::xml_node one : parent.children(child))
            if (seen.insert(one.attribute(attribute).value()).second) list += (list.empty() ? "" : ", ") + std::string(one.attribute(attribute).value());
        return list;
    }

    void draw(ProjectLayer& made, const pugi::xml_node& layer, int height, const std::string& where) {
        Losses losses;
        ZoomRange zoom;
        if (layer.attribute("hasScaleBasedVisibilityFlag").as_int() == 1)
            zoom = zoom_range(measures_, number_of(layer.attribute("minScale").value(), 0), number_of(layer.attribute("maxScale").value(), 0));
        const double opacity = number_of(layer.child_value("layerOpacity"), 1);
        const LayerContext context{measures_, losses, fields_of(layer), zoom, opacity, made.geometry};
        if (made.geometry != "none") {
            Drawing drawing = drawing_of(layer.child("renderer-v2"), context);
            made.inverted = drawing.inverted;
            add_looks(made, std::move(drawing.looks), height, true);
            add_looks(made, labels_of(layer, context), height, false);
            if (made.looks.empty()) add_looks(made, {{}}, height, true);  // drawn with nothing, not by its theme
        }
        if (number_of(layer.child_value("blendMode"), 0) != 0 || number_of(layer.child_value("featureBlendMode"), 0) != 0) losses.add("blend_mode");
        if (layer.child("SingleCategoryDiagramRenderer") || layer.child("LinearlyInterpolatedDiagramRenderer") || layer.child("StackedDiagramRenderer")) losses.add("diagrams");
        if (const std::string joins = list_of(layer.child("vectorjoins"), "join", "joinLayerId"); !joins.empty()) losses.add("joins", joins, Severity::info);
        if (const std::string fields = list_of(layer.child("expressionfields"), "field", "name"); !fields.empty()) losses.add("virtual_fields", fields, Severity::info);
        for (Notice& notice : losses.notices) {
            notice.where = where;
            project_.notices.push_back(std::move(notice));
        }
    }

    // Names in ["get", name] and ["==", name, …], wherever they stand.
    static void collect_fields(const Json& value, std::set<std::string>& into) {
        static const std::set<std::string> plain = {"==", "!=", "in", "!in"};
        const bool named = value.is_array() && value.size() >= 2 && value[0].is_string() && value[1].is_string();
        if (named && (value[0] == "get" ? value.size() == 2 : value.size() > 2 && !value[2].is_structured() && plain.contains(value[0].get<std::string>()))) into.insert(value[1].get<std::string>());
        if (value.is_structured())
            for (const Json& part : value) collect_fields(part, into);
    }

    void add_looks(ProjectLayer& made, std::vector<Look> looks, int height, bool shapes) {
        for (const Look& look : looks) {
            Hash64 hash;
            hash.add(file_.string());
            hash.add(made.id);
            const std::string theme = "qgis:" + hash.hex() + ":" + std::to_string(made.looks.size());
            const int order = first_order + height * orders_per_layer + std::min(static_cast<int>(made.looks.size()), orders_per_layer - 1);
            bool names = !shapes;
            for (const Rule& rule : look) {
                Json entry = {{"id", made.name}, {"theme", theme}, {"order", order}, {"paint", rule.paint}, {"layout", rule.layout}};
                if (!rule.filter.is_null()) entry["filter"] = rule.filter;
                if (rule.zoom.min > 0) entry["minzoom"] = rule.zoom.min;
                if (rule.zoom.max < 24) entry["maxzoom"] = rule.zoom.max;
                collect_fields(entry, made.asked_fields);
                names = names || rule.layout.contains("text-field") || rule.layout.contains("icon-image");
                rules_.push_back(std::move(entry));
            }
            made.looks.push_back({theme, shapes, names});
        }
    }

    pugi::xml_node root_;
    const std::filesystem::path& file_;
    Project project_;
    Measures measures_{1};
    std::vector<Leaf> leaves_;
    std::map<std::string, pugi::xml_node> elements_;
    Json rules_ = Json::array();
};

} // namespace

Result<Project> read_project_text(const std::string& xml, const std::filesystem::path& file) {
    pugi::xml_document document;
    const pugi::xml_parse_result parsed = document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_trim_pcdata);
    const pugi::xml_node root = document.child("qgis");
    if (!parsed || !root) {
        const auto line = 1 + std::count(xml.begin(), xml.begin() + std::min<std::ptrdiff_t>(parsed ? 0 : parsed.offset, static_cast<std::ptrdiff_t>(xml.size())), '\n');
        return Error{ErrorClass::input, {parsed ? "layers.qgis.not_a_project" : "layers.qgis.bad_xml", {{"path", file.string()}, {"line", std::to_string(line)}}}, {"layers.remedy.save_project_again", {}}, parsed.description(), {}};
    }
    return ProjectReader(root, file).run();
}

} // namespace vigie::gis::qgis
