#include "gis/layers/crs.hpp"

#include <proj.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "gis/layers/lambert.hpp"

namespace vigie::gis {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double rad = std::numbers::pi / 180;
constexpr double mercator_radius_m = 6'378'137.0;
constexpr double mercator_limit_deg = 89.9;  // past it y runs away

struct PjDelete {
    void operator()(PJ* pj) const { proj_destroy(pj); }
};
using PjPtr = std::unique_ptr<PJ, PjDelete>;

// A context and the plane transforms made in it belong to one thread, and go with it.
struct ThreadProj {
    PJ_CONTEXT* context = proj_context_create();
    std::vector<std::pair<int, PjPtr>> planes;
    ThreadProj() { proj_log_level(context, PJ_LOG_NONE); }
    ThreadProj(const ThreadProj&) = delete;
    ThreadProj& operator=(const ThreadProj&) = delete;
    ~ThreadProj() {
        planes.clear();
        proj_context_destroy(context);
    }
};
ThreadProj& thread_proj() {
    static thread_local ThreadProj proj;
    return proj;
}

PjPtr make_transform(PJ_CONTEXT* context, const std::string& source, const std::string& target) {
    PjPtr raw(proj_create_crs_to_crs(context, source.c_str(), target.c_str(), nullptr));
    if (!raw) return nullptr;
    return PjPtr(proj_normalize_for_visualization(context, raw.get()));
}

PJ* plane_pj(int epsg) {
    ThreadProj& proj = thread_proj();
    for (auto& [code, pj] : proj.planes)
        if (code == epsg) return pj.get();
    proj.planes.emplace_back(epsg, make_transform(proj.context, "EPSG:4326", "EPSG:" + std::to_string(epsg)));
    return proj.planes.back().second.get();
}

std::size_t run(PJ* pj, PJ_DIRECTION direction, std::span<double> xy) {
    const std::size_t n = xy.size() / 2;
    if (n == 0) return 0;
    if (pj) proj_trans_generic(pj, direction, xy.data(), 2 * sizeof(double), n, xy.data() + 1, 2 * sizeof(double), n,
                               nullptr, 0, 0, nullptr, 0, 0);
    std::size_t failed = 0;
    for (std::size_t i = 0; i < n; ++i) {
        if (pj && std::isfinite(xy[2 * i]) && std::isfinite(xy[2 * i + 1])) continue;
        xy[2 * i] = xy[2 * i + 1] = nan;
        ++failed;
    }
    return failed;
}

PlanePoint mercator_from_lonlat(double lon, double lat) {
    if (!(std::abs(lat) <= mercator_limit_deg)) return {nan, nan};
    return {mercator_radius_m * lon * rad, mercator_radius_m * std::asinh(std::tan(lat * rad))};
}
LonLat lonlat_from_mercator(double x, double y) {
    return {x / mercator_radius_m / rad, std::atan(std::sinh(y / mercator_radius_m)) / rad};
}

Error crs_error(const std::string& what, const char* key) {
    return {.klass = ErrorClass::input, .text = {key, {{"crs", what}}},
            .remedy = {"layers.remedy.choose_crs", {}}, .detail = what};
}

// Type and name of a system, without the transforms.
struct CrsFacts {
    bool known = false, projected = false;
    std::string name;
};
CrsFacts facts_of(const std::string& definition) {
    ThreadProj& proj = thread_proj();
    const PjPtr crs(proj_create(proj.context, definition.c_str()));
    if (!crs || !proj_is_crs(crs.get())) return {};
    const PJ_TYPE type = proj_get_type(crs.get());
    const char* name = proj_get_name(crs.get());
    bool projected = type == PJ_TYPE_PROJECTED_CRS;
    if (type == PJ_TYPE_COMPOUND_CRS) {
        const PjPtr horizontal(proj_crs_get_sub_crs(proj.context, crs.get(), 0));
        projected = horizontal && proj_get_type(horizontal.get()) == PJ_TYPE_PROJECTED_CRS;
    }
    return {true, projected, name ? name : ""};
}

} // namespace

struct MapPlane::Impl {
    int epsg = 0;
    std::string name;
    std::optional<Lambert> lambert;
    [[nodiscard]] bool mercator() const { return epsg == 3857; }

    std::size_t forward(std::span<double> xy) const {
        if (!lambert && !mercator()) return run(plane_pj(epsg), PJ_FWD, xy);
        return each(xy, [this](double a, double b) {
            const PlanePoint p = lambert ? lambert->plane_from_lonlat(a, b) : mercator_from_lonlat(a, b);
            return std::pair{p.x, p.y};
        });
    }
    std::size_t inverse(std::span<double> xy) const {
        if (!lambert && !mercator()) return run(plane_pj(epsg), PJ_INV, xy);
        return each(xy, [this](double a, double b) {
            const LonLat p = lambert ? lambert->lonlat_from_plane(a, b) : lonlat_from_mercator(a, b);
            return std::pair{p.lon, p.lat};
        });
    }
    template <class F>
    static std::size_t each(std::span<double> xy, F&& f) {
        std::size_t failed = 0;
        for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
            const auto [a, b] = f(xy[i], xy[i + 1]);
            const bool good = std::isfinite(a) && std::isfinite(b);
            xy[i] = good ? a : nan;
            xy[i + 1] = good ? b : nan;
            failed += !good;
        }
        return failed;
    }
};

namespace {

// The closed form is used only where it says the same as PROJ, over all of metropolitan France.
std::optional<Lambert> checked_lambert(int epsg) {
    auto lambert = Lambert::of_epsg(epsg);
    PJ* pj = lambert ? plane_pj(epsg) : nullptr;
    if (!pj) return {};
    for (const LonLat p : {LonLat{-4.5, 48.4}, LonLat{9.4, 42.5}, LonLat{2.3, 51}, LonLat{3, 46.5}}) {
        double xy[2] = {p.lon, p.lat};
        run(pj, PJ_FWD, xy);
        const PlanePoint ours = lambert->plane_from_lonlat(p.lon, p.lat);
        if (!(std::hypot(ours.x - xy[0], ours.y - xy[1]) < 1e-4)) return {};
    }
    return lambert;
}

} // namespace

Result<MapPlane> MapPlane::create(int epsg) {
    const std::string code = "EPSG:" + std::to_string(epsg);
    const CrsFacts facts = epsg > 0 ? facts_of(code) : CrsFacts{};
    if (!facts.known) return crs_error(code, "layers.crs.unknown");
    if (!facts.projected || !plane_pj(epsg)) return crs_error(code, "layers.crs.not_projected");
    auto impl = std::make_shared<Impl>();
    impl->epsg = epsg;
    impl->name = facts.name;
    impl->lambert = checked_lambert(epsg);
    MapPlane plane;
    plane.impl_ = std::move(impl);
    return plane;
}

int MapPlane::epsg() const { return impl_ ? impl_->epsg : 0; }

const std::string& MapPlane::name() const {
    static const std::string none;
    return impl_ ? impl_->name : none;
}

std::size_t MapPlane::plane_from_lonlat(std::span<double> xy) const { return impl_ ? impl_->forward(xy) : run(nullptr, PJ_FWD, xy); }
std::size_t MapPlane::lonlat_from_plane(std::span<double> xy) const { return impl_ ? impl_->inverse(xy) : run(nullptr, PJ_INV, xy); }

std::optional<PlanePoint> MapPlane::plane_from_lonlat(LonLat p) const {
    double xy[2] = {p.lon, p.lat};
    if (plane_from_lonlat(std::span<double>(xy)) != 0) return {};
    return PlanePoint{xy[0], xy[1]};
}

std::optional<LonLat> MapPlane::lonlat_from_plane(PlanePoint p) const {
    double xy[2] = {p.x, p.y};
    if (lonlat_from_plane(std::span<double>(xy)) != 0) return {};
    return LonLat{xy[0], xy[1]};
}

double MapPlane::metres_per_unit(PlanePoint p) const {
    constexpr double half = 50;  // units each side: far above rounding, far below what curves
    const double m = geodesic_length_m(*this, {{p.x - half, p.y}, {p.x + half, p.y}});
    return m > 0 ? m / (2 * half) : 1;
}

struct PlaneTransform::Impl {
    MapPlane plane;
    bool identity = false;
    bool lonlat = false;  // WGS 84 (or RGF93, the same to a metre in PROJ's own choice): the plane's own fast path
    PJ_CONTEXT* context = nullptr;
    PjPtr pj;
    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        pj.reset();
        if (context) proj_context_destroy(context);
    }
};

PlaneTransform::PlaneTransform() : impl_(std::make_unique<Impl>()) {}
PlaneTransform::PlaneTransform(PlaneTransform&&) noexcept = default;
PlaneTransform& PlaneTransform::operator=(PlaneTransform&&) noexcept = default;
PlaneTransform::~PlaneTransform() = default;

Result<PlaneTransform> PlaneTransform::create(const std::string& source, const MapPlane& plane) {
    PlaneTransform t;
    t.impl_->plane = plane;
    const std::string target = "EPSG:" + std::to_string(plane.epsg());
    t.impl_->identity = source == target;
    t.impl_->lonlat = source == "EPSG:4326" || source == "EPSG:4171";
    if (t.impl_->identity || t.impl_->lonlat) return t;
    t.impl_->context = proj_context_create();
    proj_log_level(t.impl_->context, PJ_LOG_NONE);
    t.impl_->pj = make_transform(t.impl_->context, source, target);
    if (!t.impl_->pj) return crs_error(facts_of(source).name, "layers.crs.no_transform");
    return t;
}

std::size_t PlaneTransform::apply(std::span<double> xy) const {
    if (impl_->identity) return 0;
    return impl_->lonlat ? impl_->plane.plane_from_lonlat(xy) : run(impl_->pj.get(), PJ_FWD, xy);
}

bool PlaneTransform::is_identity() const { return impl_->identity; }

} // namespace vigie::gis
