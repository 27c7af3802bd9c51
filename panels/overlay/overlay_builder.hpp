// World → what lies over the map: markers by state, trails, crew routes, the suggested route, callouts, sights. Made again
// only when a Delta, the filter, the theme, the language, the selection or the time cursor says so. UI thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gis/planning/due_lines.hpp"
#include "panels/frame.hpp"
#include "panels/lists/work_index.hpp"
#include "panels/overlay/suggestion.hpp"

namespace vigie::panels {

// What the map's hands add: the tool in use.
struct OverlayExtras {
    render::MeasureLine measure;
    std::vector<gis::PlanePoint> lasso;
    bool operator==(const OverlayExtras& o) const {
        return measure.points == o.measure.points && measure.closed == o.measure.closed && measure.label == o.measure.label &&
               lasso == o.lasso;
    }
};

class OverlayBuilder {
public:
    // Brings the map's overlay up to date; true when it changed.
    bool update(Frame& frame, const OverlayExtras& extras);
    [[nodiscard]] std::uint64_t rebuilds() const { return rebuilds_; }
    // When something changes by itself (a position grows old, a minute of an ETA): rebuild no later than this.
    [[nodiscard]] gis::MaybeTime next_change() const { return next_change_; }

private:
    struct Inputs {
        std::uint64_t revision = ~0ull;
        Filter filter;
        std::set<std::string> hidden;
        bool night = false, still = false;
        float scale = 0;
        std::string language;
        gis::MaybeTime cursor;
        std::int64_t minute = 0;
        ColorVision vision = ColorVision::usual;
        std::uint64_t alerting = 0;  // muted sensors stand back
        bool operator==(const Inputs&) const = default;
    };
    struct Over {
        std::vector<gis::EntityRef> selected;
        gis::EntityRef hovered;
        OverlayExtras extras;
        bool operator==(const Over&) const = default;
    };

    void add_markers(Frame& frame);
    void add_due(Frame& frame);
    void add_crews(Frame& frame);
    void add_crew_route(Frame& frame, const gis::Crew& crew, render::Marker& marker);
    void add_over(Frame& frame, const Over& over);

    Inputs inputs_;
    Over over_;
    WorkIndex work_;
    gis::DueBook due_;
    Suggestion suggestion_;
    render::Overlay base_;          // without what depends on hands and selection
    std::uint64_t revision_ = 0, rebuilds_ = 0;
    gis::MaybeTime next_change_;
};

// The place of an entity in the plane of the map; nothing when it has none.
[[nodiscard]] std::optional<gis::PlanePoint> place_of(const gis::World& world, const gis::MapPlane& plane, gis::EntityRef ref);

} // namespace vigie::panels
