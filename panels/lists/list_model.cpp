#include "panels/lists/list_model.hpp"

#include <algorithm>

#include "gis/layers/gazetteer.hpp"

namespace vigie::panels {

bool matches(std::string_view haystack, std::string_view folded_needle) {
    if (folded_needle.empty()) return true;
    const std::string hay = gis::folded(haystack);
    std::size_t at = 0;
    while (at < folded_needle.size()) {
        const std::size_t end = std::min(folded_needle.find(' ', at), folded_needle.size());
        if (end > at && hay.find(folded_needle.substr(at, end - at)) == std::string::npos) return false;
        at = end + 1;
    }
    return true;
}

bool ListModel::shows(const ListContext& context, std::uint64_t id) const {
    if (!spec_->passes(context, query_.filter, id)) return false;
    return needle_.empty() || matches(spec_->haystack(context, id), needle_);
}

bool ListModel::before(std::uint64_t a, std::uint64_t b) const {
    const SortKey& x = keys_.find(a)->second;
    const SortKey& y = keys_.find(b)->second;
    if (x.missing != y.missing) return y.missing;
    if (!x.missing) {
        if (x.number != y.number) return query_.descending ? x.number > y.number : x.number < y.number;
        if (const int order = x.text.compare(y.text); order != 0) return query_.descending ? order > 0 : order < 0;
    }
    return a < b;
}

void ListModel::rebuild(const ListContext& context) {
    order_.clear();
    keys_.clear();
    total_ = spec_->count(context.world);
    for (std::size_t row = 0; row < total_; ++row) {
        const std::uint64_t id = spec_->id_at(context.world, row);
        if (!shows(context, id)) continue;
        order_.push_back(id);
        keys_.emplace(id, spec_->columns[query_.column].key(context, id));
        ++keys_made_;
    }
    std::sort(order_.begin(), order_.end(), [&](auto a, auto b) { return before(a, b); });
}

void ListModel::refresh(const ListContext& context, std::vector<std::uint64_t> touched) {
    std::sort(touched.begin(), touched.end());
    if (touched.size() > 64 && touched.size() > order_.size() / refresh_share) return rebuild(context);
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    const auto is_touched = [&](std::uint64_t id) { return std::binary_search(touched.begin(), touched.end(), id); };
    order_.erase(std::remove_if(order_.begin(), order_.end(), is_touched), order_.end());
    for (std::uint64_t id : touched) {
        keys_.erase(id);
        if (!shows(context, id)) continue;
        keys_.emplace(id, spec_->columns[query_.column].key(context, id));
        ++keys_made_;
        order_.insert(std::lower_bound(order_.begin(), order_.end(), id, [&](auto a, auto b) { return before(a, b); }), id);
    }
    total_ = spec_->count(context.world);
}

void ListModel::sync(const ListContext& context, const ListQuery& query, const gis::Delta* delta) {
    const bool same_question = built_ && query == query_ && context.language.code() == language_ &&
                               context.today == today_ && context.known_at == known_at_;
    const bool moved = context.world.revision() != seen_revision_;
    if (same_question && !moved && (!delta || delta->empty())) return;
    if (!same_question || !delta) {
        query_ = query;
        needle_ = gis::folded(query.filter.text);
        language_ = context.language.code();
        today_ = context.today;
        known_at_ = context.known_at;
        rebuild(context);
    } else {
        std::vector<std::uint64_t> touched;
        const auto note = [&](gis::EntityRef ref) {
            if (ref.kind == spec_->kind) touched.push_back(ref.id);
            else if (spec_->also_touched) spec_->also_touched(context.world, ref, touched);
        };
        for (gis::EntityRef ref : delta->put) note(ref);
        for (gis::EntityRef ref : delta->removed) note(ref);
        for (gis::SensorId id : delta->observed) note({gis::EntityKind::sensor, id.value});
        for (gis::CrewId id : delta->moved) note({gis::EntityKind::crew, id.value});
        if (!touched.empty()) refresh(context, std::move(touched));
    }
    built_ = true;
    seen_revision_ = context.world.revision();
}

std::ptrdiff_t ListModel::position(std::uint64_t id) const {
    if (!keys_.contains(id)) return -1;
    const auto it = std::lower_bound(order_.begin(), order_.end(), id, [&](auto a, auto b) { return before(a, b); });
    return it == order_.end() || *it != id ? -1 : it - order_.begin();
}

} // namespace vigie::panels
