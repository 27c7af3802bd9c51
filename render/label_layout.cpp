#include "render/label_layout.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <optional>

#include "render/collision_grid.hpp"
#include "render/icons.hpp"
#include "render/line_breaks.hpp"
#include "render/utf8.hpp"

namespace vigie::render {

namespace {

constexpr float pi = std::numbers::pi_v<float>;
constexpr float middle_em = 0.36f;       // half the height of capitals: text is centred on its line
constexpr float tall_em = 0.95f;         // of a line of text with accents and descenders
constexpr int most_attempts = 13;         // six steps to either side

struct Wanted {
    std::size_t source;
    std::uint32_t candidate;
    int priority;
    float sort_key;
    double length;
};

struct Px {
    float x = 0, y = 0;
};

class Placing {
public:
    using TextOf = std::function<const LabelLayout::Text&(const LabelSource&, std::uint32_t, Face, gis::TextTransform)>;

    Placing(std::span<const std::shared_ptr<const LabelSource>> sources, const Camera& camera, double metres_per_unit, TextOf text_of)
        : sources_(sources), camera_(camera), text_of_(std::move(text_of)), zoom_(camera.zoom(metres_per_unit)),
          area_(PxBox{0, 0, static_cast<float>(camera.width), static_cast<float>(camera.height)}.grown(LabelLimits::margin_px * camera.pixel_ratio)),
          grid_(area_) {
        const double turn = camera.rotation_deg * std::numbers::pi / 180;
        cos_ = std::cos(turn) / camera.units_per_px;
        sin_ = std::sin(turn) / camera.units_per_px;
        for (const auto& source : sources) rules_.push_back(rules_at_zoom(*source));
    }

    std::vector<PlacedLabel> run(std::span<const PxBox> obstacles) {
        for (const PxBox& box : obstacles) grid_.add(box);
        for (const Wanted& wanted : visible()) place(wanted);
        return std::move(out_);
    }

private:
    [[nodiscard]] Px screen(gis::PlanePoint p) const {
        const double dx = p.x - camera_.centre.x, dy = p.y - camera_.centre.y;
        return {static_cast<float>(camera_.width / 2.0 + cos_ * dx + sin_ * dy), static_cast<float>(camera_.height / 2.0 + sin_ * dx - cos_ * dy)};
    }

    [[nodiscard]] std::vector<Wanted> visible() const {
        gis::PlaneBox box = camera_.visible();
        const double margin = camera_.units_per_px * static_cast<double>(LabelLimits::margin_px * camera_.pixel_ratio);
        box = {box.min_x - margin, box.min_y - margin, box.max_x + margin, box.max_y + margin};
        std::vector<Wanted> wanted;
        for (std::size_t s = 0; s < sources_.size(); ++s) {
            const LabelSource& source = *sources_[s];
            std::vector<bool> shown;
            for (const ZoomedRule& rule : rules_[s]) shown.push_back(rule.writes || rule.icon != 0);
            source.index.query(box, [&](std::uint32_t i) {
                const LabelCandidate& c = source.candidates[i];
                if (shown[c.rule]) wanted.push_back({s, i, rules_[s][c.rule].rule->text_priority, c.sort_key, c.length});
                return true;
            });
        }
        const auto before = [](const Wanted& a, const Wanted& b) {
            if (a.priority != b.priority) return a.priority > b.priority;
            if (a.sort_key != b.sort_key) return a.sort_key < b.sort_key;
            if (a.length != b.length) return a.length > b.length;
            if (a.source != b.source) return a.source < b.source;
            return a.candidate < b.candidate;
        };
        if (wanted.size() > LabelLimits::most_candidates) {
            std::nth_element(wanted.begin(), wanted.begin() + LabelLimits::most_candidates, wanted.end(), before);
            wanted.resize(LabelLimits::most_candidates);
        }
        std::sort(wanted.begin(), wanted.end(), before);
        return wanted;
    }

    void place(const Wanted& wanted) {
        const LabelSource& source = *sources_[wanted.source];
        const LabelCandidate& c = source.candidates[wanted.candidate];
        const ZoomedRule& zoomed = rules_[wanted.source][c.rule];
        const gis::PaintRule& rule = *zoomed.rule;
        if (zoomed.icon != 0 && c.kind != LabelCandidate::Kind::line) symbol(zoomed, c, wanted);
        if (!zoomed.writes) return;
        PlacedLabel label;
        label.source = sources_[wanted.source];
        label.face = rule.text_bold ? Face::semibold : Face::regular;
        label.em_px = static_cast<float>(rule.text_size) * camera_.pixel_ratio;
        dress(label, rule.text_color, rule.text_halo_color, rule.text_halo_width, rule.text_opacity);
        const LabelLayout::Text& text = text_of_(source, c.name, label.face, rule.text_transform);
        if (text.codepoints.empty() || text.codepoints.size() > LabelLimits::longest_name) return;
        overlaps_ = rule.text_allow_overlap;
        switch (c.kind) {
        case LabelCandidate::Kind::line: along(source, c, wanted, text, label); break;
        case LabelCandidate::Kind::area: inside(source, c, wanted, text, label); break;
        case LabelCandidate::Kind::point: beside(c, wanted, zoomed, text, label); break;
        }
        overlaps_ = false;
    }

    // --- rules at this zoom
    struct ZoomedRule {
        const gis::PaintRule* rule = nullptr;
        bool writes = false;
        std::uint32_t icon = 0;  // code point; 0 = no symbol
    };
    [[nodiscard]] std::vector<ZoomedRule> rules_at_zoom(const LabelSource& source) {
        std::vector<ZoomedRule> zoomed;
        for (const gis::PaintRule& given : source.rules) {
            ZoomedRule z{&given, false, 0};
            if (!given.driven.empty()) {
                made_.push_back(std::make_unique<gis::PaintRule>());
                z.rule = &gis::at_zoom(given, zoom_, *made_.back());
            }
            const gis::PaintRule& r = *z.rule;
            const bool visible = zoom_ >= r.minzoom && zoom_ < r.maxzoom;
            z.writes = visible && r.writes() && r.text_color && zoom_ >= r.text_minzoom && zoom_ < r.text_maxzoom;
            if (visible && !r.icon_image.empty() && (r.icon_color || r.text_color) && zoom_ >= r.icon_minzoom) z.icon = icon_codepoint(r.icon_image);
            zoomed.push_back(z);
        }
        return zoomed;
    }
    void dress(PlacedLabel& label, const std::optional<gis::DayNight>& ink, const std::optional<gis::DayNight>& halo, double halo_px, double opacity) const {
        const auto faded = [opacity](const gis::DayNight& c) { return gis::DayNight{gis::faded(c.day, opacity), gis::faded(c.night, opacity)}; };
        label.ink = faded(*ink);
        label.halo = halo ? faded(*halo) : gis::DayNight{{0, 0, 0, 0}, {0, 0, 0, 0}};
        label.halo_px = static_cast<float>(halo_px) * camera_.pixel_ratio;
    }

    // --- symbols: centred on their point
    void symbol(const ZoomedRule& zoomed, const LabelCandidate& c, const Wanted& wanted) {
        const gis::PaintRule& rule = *zoomed.rule;
        const Px at = screen(c.at);
        if (!on_area(at)) return;
        PlacedLabel label;
        label.source = sources_[wanted.source];
        label.face = Face::icons;
        label.em_px = static_cast<float>(rule.icon_size) * camera_.pixel_ratio;
        dress(label, rule.icon_color ? rule.icon_color : rule.text_color, rule.icon_halo_color, rule.icon_halo_width, rule.icon_opacity);
        label.id = id_of(wanted, 1);
        const float half = label.em_px / 2;
        if (c.kind == LabelCandidate::Kind::area && static_cast<float>(c.radius / camera_.units_per_px) < half) return;
        // The icon font draws in a square that stands on the baseline.
        label.glyphs = {{zoomed.icon, c.at, -half, half, 0}};
        label.boxes = {PxBox{at.x - half, at.y - half, at.x + half, at.y + half}};
        overlaps_ = rule.icon_allow_overlap;
        keep(label, nullptr, at);
        overlaps_ = false;
    }

    // --- identity and names
    // By what a person would call the same label, so that a layer read again keeps its labels: layer, name, place.
    [[nodiscard]] std::uint64_t id_of(const Wanted& w, double fraction) const {
        const LabelSource& source = *sources_[w.source];
        const LabelCandidate& c = source.candidates[w.candidate];
        const gis::PlanePoint at = c.kind == LabelCandidate::Kind::line ? source.vertices[c.first] : c.at;
        std::uint64_t id = std::hash<std::string>{}(source.layer->info.id + source.look);
        for (const std::uint64_t part : {std::uint64_t{std::hash<std::string>{}(source.names[c.name])}, static_cast<std::uint64_t>(std::llround(at.x * 10)),
                                         static_cast<std::uint64_t>(std::llround(at.y * 10)), static_cast<std::uint64_t>(std::llround(fraction * 1e6))})
            id = (id ^ part) * 0x9E3779B97F4A7C15u + (id >> 31);
        return id;
    }
    [[nodiscard]] bool repeats(const std::string& name, Px at) {
        const float least = LabelLimits::same_name_px * camera_.pixel_ratio;
        std::vector<Px>& places = named_[name];
        return std::any_of(places.begin(), places.end(), [&](Px p) { return std::hypot(p.x - at.x, p.y - at.y) < least; });
    }
    bool keep(PlacedLabel& label, const std::string* name, Px at) {
        if (!overlaps_ && !grid_.are_free(label.boxes)) return false;
        for (const PxBox& box : label.boxes) grid_.add(box);
        if (name != nullptr) named_[*name].push_back(at);
        out_.push_back(std::move(label));
        return true;
    }
    [[nodiscard]] bool on_area(Px p) const { return p.x >= area_.left && p.x <= area_.right && p.y >= area_.top && p.y <= area_.bottom; }

    // --- along lines
    [[nodiscard]] gis::PlanePoint point_on(const LabelSource& source, const LabelCandidate& c, double at) const {
        const auto begin = source.along.begin() + c.first, end = begin + c.count;
        auto after = std::upper_bound(begin + 1, end - 1, at);
        const auto i = static_cast<std::size_t>(after - source.along.begin());
        const double from = source.along[i - 1], span = source.along[i] - from, t = span > 0 ? (at - from) / span : 0;
        const gis::PlanePoint a = source.vertices[i - 1], b = source.vertices[i];
        return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
    }

    void along(const LabelSource& source, const LabelCandidate& c, const Wanted& wanted, const LabelLayout::Text& text, PlacedLabel& label) {
        const double px = 1 / camera_.units_per_px, width = static_cast<double>(text.width * label.em_px);
        const double length = c.length * px;
        if (length < width * static_cast<double>(LabelLimits::least_line)) return;
        // Halves, quarters, eighths…: the places of a coarser zoom stay among those of a finer one, and come first.
        const double spacing = std::max<double>(LabelLimits::same_name_px * camera_.pixel_ratio, width * 1.5);
        int finest = 1;
        while (finest < 10 && length / std::exp2(finest + 1) >= spacing) ++finest;
        const double room = finest == 1 ? (length - width) / 2 : length / std::exp2(finest) * 0.4;
        for (int level = 1; level <= finest; ++level)
            for (double k = 1; k < std::exp2(level); k += 2) try_along(source, c, wanted, text, label, k / std::exp2(level), room);
    }

    // At a fraction of the run, or a little beside it when something is in the way.
    void try_along(const LabelSource& source, const LabelCandidate& c, const Wanted& wanted, const LabelLayout::Text& text, const PlacedLabel& label,
                   double fraction, double room) {
        const double px = 1 / camera_.units_per_px, width = static_cast<double>(text.width * label.em_px), length = c.length * px;
        const double step = std::max(24.0, width / 5);
        for (int attempt = 0; attempt < most_attempts; ++attempt) {
            const double shift = step * ((attempt + 1) / 2) * (attempt % 2 == 0 ? 1 : -1);
            if (std::abs(shift) > room) return;
            const double middle = fraction * length + shift;
            if (middle < width / 2 || middle > length - width / 2) continue;
            const Px at = screen(point_on(source, c, middle / px));
            if (!on_area(at) || repeats(source.names[c.name], at)) return;
            PlacedLabel tried = label;
            tried.id = id_of(wanted, fraction);
            if (lay_along(source, c, text, middle - width / 2, tried) && keep(tried, &source.names[c.name], at)) return;
        }
    }

    // Glyphs from `start` px along the run; false when it bends too much.
    bool lay_along(const LabelSource& source, const LabelCandidate& c, const LabelLayout::Text& text, double start, PlacedLabel& label) {
        const double px = 1 / camera_.units_per_px, width = static_cast<double>(text.width * label.em_px);
        const Px first = screen(point_on(source, c, start / px)), last = screen(point_on(source, c, (start + width) / px));
        const float dx = last.x - first.x, dy = last.y - first.y;
        const bool backwards = std::abs(dx) > 0.5f ? dx < 0 : dy > 0;  // vertical text climbs
        float pen = 0, before = 0, earlier = 0;
        label.upright = false;
        for (std::size_t i = 0; i < text.codepoints.size(); ++i) {
            const float advance = text.advances[i] * label.em_px;
            const double from = backwards ? start + width - static_cast<double>(pen) : start + static_cast<double>(pen);
            const double to = backwards ? from - static_cast<double>(advance) : from + static_cast<double>(advance);
            const gis::PlanePoint anchor = point_on(source, c, (from + to) / 2 / px);
            const Px a = screen(point_on(source, c, from / px)), b = screen(point_on(source, c, to / px));
            const float turn = std::atan2(b.y - a.y, b.x - a.x);
            if (std::abs(turn) > pi * 0.53f) return false;  // upside down within the label
            if (i > 0 && std::abs(turn - before) * 180 / pi > LabelLimits::longest_bend_deg) return false;
            if (i > 1 && std::abs(turn - earlier) * 180 / pi > LabelLimits::longest_corner_deg) return false;
            earlier = before;
            before = turn;
            pen += advance;
            const std::uint32_t sign = text.codepoints[i];
            label.glyphs.push_back({sign == '\n' ? ' ' : sign, anchor, -advance / 2, middle_em * label.em_px, turn});
            const Px at = screen(anchor);
            const float half = advance / 2, tall = tall_em * label.em_px / 2, cs = std::abs(std::cos(turn)), sn = std::abs(std::sin(turn));
            const float w = cs * half + sn * tall + 1, h = sn * half + cs * tall + 1;
            label.boxes.push_back({at.x - w, at.y - h, at.x + w, at.y + h});
        }
        return true;
    }

    // --- upright
    struct Block {
        std::vector<TextLine> lines;
        float width = 0, line_em = 1.2f;  // em
        gis::TextJustify justify = gis::TextJustify::center;
    };
    // Broken as the rule says, or in two when longer than this.
    [[nodiscard]] static Block block_of(const LabelLayout::Text& text, const gis::PaintRule& rule, float longest_em) {
        const bool said = rule.text_max_width > 0;
        Block block{broken(text.codepoints, text.advances, {said ? static_cast<float>(rule.text_max_width) : longest_em, said ? 0u : 2u}), 0,
                    static_cast<float>(rule.text_line_height), rule.text_justify};
        for (const TextLine& line : block.lines) block.width = std::max(block.width, line.width);
        return block;
    }
    // Lines around a point of the label's box: (0, 0) its middle, (−1, 0) its left edge…
    void lay_upright(const LabelLayout::Text& text, const Block& block, gis::PlanePoint anchor, Px at, Px offset, Px align, PlacedLabel& label) {
        const float em = label.em_px, width = block.width * em, step = block.line_em * em;
        const float height = static_cast<float>(block.lines.size() - 1) * step + tall_em * em;
        const float cx = offset.x - align.x * width / 2, cy = offset.y - align.y * height / 2;
        const float side = block.justify == gis::TextJustify::automatic ? align.x : block.justify == gis::TextJustify::left ? -1.0f : block.justify == gis::TextJustify::right ? 1.0f : 0.0f;
        label.glyphs.clear();
        for (std::size_t l = 0; l < block.lines.size(); ++l) {
            const TextLine& line = block.lines[l];
            float pen = cx - line.width * em / 2 + side * (block.width - line.width) * em / 2;
            const float baseline = cy + (static_cast<float>(l) - static_cast<float>(block.lines.size() - 1) / 2) * step + middle_em * em;
            for (std::size_t i = line.first; i < line.end; ++i) {
                label.glyphs.push_back({text.codepoints[i], anchor, pen, baseline, 0});
                pen += text.advances[i] * em;
            }
        }
        label.boxes = {PxBox{at.x + cx - width / 2, at.y + cy - height / 2, at.x + cx + width / 2, at.y + cy + height / 2}.grown(2)};
    }

    void inside(const LabelSource& source, const LabelCandidate& c, const Wanted& wanted, const LabelLayout::Text& text, PlacedLabel& label) {
        const double px = 1 / camera_.units_per_px;
        const float em = label.em_px, across = static_cast<float>(2 * c.radius * px), size = static_cast<float>(c.length * px);
        const Block block = block_of(text, *rules_[wanted.source][c.rule].rule, std::max(across / em, 9.0f));
        // An area far larger than the screen is not what one looks at: its name would read as that of a place.
        if (across > 2.5f * static_cast<float>(std::max(camera_.width, camera_.height))) return;
        if (across < em || block.width * em > std::max(across * 1.25f, size * 0.9f)) return;
        if (block.lines.size() > 2 && static_cast<float>(block.lines.size()) * block.line_em * em > std::max(across * 1.25f, size * 0.9f)) return;
        const Px at = screen(c.at);
        if (!on_area(at) || repeats(source.names[c.name], at)) return;
        label.id = id_of(wanted, 0);
        lay_upright(text, block, c.at, at, {}, {}, label);
        keep(label, &source.names[c.name], at);
    }

    // The part of a label's box that stands at its point, as lay_upright wants it.
    [[nodiscard]] static Px alignment(gis::TextAnchor anchor) {
        switch (anchor) {
        case gis::TextAnchor::automatic:
        case gis::TextAnchor::center: return {0, 0};
        case gis::TextAnchor::left: return {-1, 0};
        case gis::TextAnchor::right: return {1, 0};
        case gis::TextAnchor::top: return {0, -1};
        case gis::TextAnchor::bottom: return {0, 1};
        case gis::TextAnchor::top_left: return {-1, -1};
        case gis::TextAnchor::top_right: return {1, -1};
        case gis::TextAnchor::bottom_left: return {-1, 1};
        case gis::TextAnchor::bottom_right: return {1, 1};
        }
        return {};
    }

    void beside(const LabelCandidate& c, const Wanted& wanted, const ZoomedRule& zoomed, const LabelLayout::Text& text, PlacedLabel& label) {
        const gis::PaintRule& rule = *zoomed.rule;
        const Px at = screen(c.at);
        if (!on_area(at)) return;
        const Block block = block_of(text, rule, 14);
        label.id = id_of(wanted, 0);
        const Px shift{static_cast<float>(rule.text_offset[0]) * label.em_px, static_cast<float>(rule.text_offset[1]) * label.em_px};
        const double disc = rule.circle_color ? rule.circle_radius + rule.circle_stroke_width : 0, icon = zoomed.icon != 0 ? rule.icon_size / 2 : 0;
        const float away = disc > 0 || icon > 0 ? static_cast<float>(std::max(disc, icon) + 3) * camera_.pixel_ratio : 0;
        if (away == 0 || rule.text_anchor != gis::TextAnchor::automatic) {
            lay_upright(text, block, c.at, at, shift, alignment(rule.text_anchor), label);
            keep(label, nullptr, at);
            return;
        }
        for (const Px side : {Px{1, 0}, Px{-1, 0}, Px{0, 1}, Px{0, -1}}) {
            lay_upright(text, block, c.at, at, {side.x * away + shift.x, side.y * away + shift.y}, {-side.x, -side.y}, label);
            if (keep(label, nullptr, at)) return;
        }
    }

    std::span<const std::shared_ptr<const LabelSource>> sources_;
    const Camera& camera_;
    TextOf text_of_;
    double zoom_, cos_ = 1, sin_ = 0;
    PxBox area_;
    CollisionGrid grid_;
    bool overlaps_ = false;  // what is placed now may lie over others
    std::vector<std::vector<ZoomedRule>> rules_;             // by source
    std::vector<std::unique_ptr<gis::PaintRule>> made_;      // those that the zoom changes
    std::unordered_map<std::string, std::vector<Px>> named_;
    std::vector<PlacedLabel> out_;
};

} // namespace

namespace {

// Capitals and small letters of French and its neighbours: ASCII, Latin-1, Latin Extended-A in pairs.
bool is_pair(std::uint32_t c) { return (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177); }
std::uint32_t capital(std::uint32_t c) {
    if (c >= 'a' && c <= 'z') return c - 0x20;
    if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 0x20;  // à … þ
    if (c == 0xFF) return 0x178;                                // ÿ
    return is_pair(c) ? c & ~1u : c;                            // œ among them
}
std::uint32_t small(std::uint32_t c) {
    if (c >= 'A' && c <= 'Z') return c + 0x20;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 0x20;
    if (c == 0x178) return 0xFF;
    return is_pair(c) ? c | 1u : c;
}

} // namespace

const LabelLayout::Text& LabelLayout::text_of(const LabelSource& source, std::uint32_t name, Face face, gis::TextTransform transform) {
    auto& known = texts_[&source];
    const auto [found, fresh] = known.try_emplace(std::uint64_t{name} << 4 | static_cast<std::uint64_t>(transform) << 2 | static_cast<std::uint64_t>(face));
    if (!fresh) return found->second;
    Text& text = found->second;
    text.codepoints = codepoints(source.names[name]);
    // Street files write "rue Lakanal"; a map begins its names with a capital.
    if (!text.codepoints.empty()) text.codepoints.front() = capital(text.codepoints.front());
    for (std::uint32_t& c : text.codepoints) {
        if (transform == gis::TextTransform::uppercase) c = capital(c);
        if (transform == gis::TextTransform::lowercase) c = small(c);
        if (c == '\r' || c == '\t') c = ' ';
        text.advances.push_back(faces_.advance(face, c == '\n' ? ' ' : c, 1));
        text.width += text.advances.back();
    }
    return text;
}

std::vector<PlacedLabel> LabelLayout::place(std::span<const std::shared_ptr<const LabelSource>> sources, const Camera& camera,
                                            double metres_per_unit, std::span<const PxBox> obstacles) {
    return Placing(sources, camera, metres_per_unit,
                   [this](const LabelSource& source, std::uint32_t name, Face face, gis::TextTransform transform) -> const Text& {
                       return text_of(source, name, face, transform);
                   })
        .run(obstacles);
}

} // namespace vigie::render
