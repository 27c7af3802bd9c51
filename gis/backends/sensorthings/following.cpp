#include "gis/backends/sensorthings/following.hpp"

#include <algorithm>

#include "gis/backends/web/quantities.hpp"
#include "gis/layers/remote/address.hpp"
#include "gis/model/entity_json.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::sensorthings {

using backend::Change;
using backend::Problem;
using nlohmann::json;

namespace {

constexpr std::chrono::hours most_ahead{24};
constexpr std::size_t most_puzzling = 10'000;
constexpr int looks_again = 3;

template <class E>
E kept(const json& cursor, const char* name, E least) {
    const auto value = web::number(web::at(cursor, name)).value_or(0);
    return value >= 0 && value < static_cast<double>(E::last) ? static_cast<E>(static_cast<int>(value)) : least;
}

template <class E>
bool next(E& way) {
    const auto following = static_cast<E>(static_cast<int>(way) + 1);
    if (following == E::last) return false;
    way = following;
    return true;
}

Change snapshot_mark(std::uint32_t op) {
    Change c;
    c.op = op;
    c.kind = VIGIE_KIND_SENSOR;
    return c;
}

} // namespace

void Following::restore(std::string_view cursor) {
    const json kept_json = foreign_json(cursor);
    until_ = time_from_rfc3339(web::text_at(kept_json, "until"));
    expand_ = kept(kept_json, "expand", Expand::nested);
    filter_ = kept(kept_json, "filter", Filter::plain);
    feed_ = kept(kept_json, "feed", Feed::all);
    knows_streams_ = web::number(web::at(kept_json, "knows_streams")).value_or(0) > 0;
    knows_feed_ = web::number(web::at(kept_json, "knows_feed")).value_or(0) > 0;
}

std::string Following::cursor() const {
    return web::dump({{"until", until_ ? rfc3339(*until_) : ""}, {"expand", static_cast<int>(expand_)}, {"filter", static_cast<int>(filter_)}, {"feed", static_cast<int>(feed_)}, {"knows_streams", knows_streams_}, {"knows_feed", knows_feed_}});
}

std::optional<Problem> Following::read(Time now, bool sensors_too, bool& goes_on) {
    now_ = now;
    left_out_ = {};
    complained_.clear();
    puzzled_ = false;
    if (sensors_too || feed_ == Feed::each)
        if (auto problem = read_streams(goes_on)) return problem;
    const Time from = until_ ? *until_ - overlap : now - choices_.history;
    std::erase_if(recent_, [&](const auto& r) { return r.second < from; });
    if (goes_on && feed_ == Feed::all)
        if (auto problem = read_all(from, goes_on)) return problem;
    if (goes_on && feed_ == Feed::each)
        if (auto problem = read_each(from, goes_on)) return problem;
    if (!goes_on) return {};
    if (!until_) until_ = from;
    goes_on = host_.push({}, cursor());
    left_out_.tell(host_);
    return {};
}

void Following::hear(Time now, const std::string& stream, const std::vector<json>& rows, bool& goes_on) {
    now_ = now;
    bool unnamed = false;
    take(rows, Time::min(), stream, goes_on, unnamed);
}

Problem Following::unexpected(const char* member) const {
    return {VIGIE_ERROR_PROTOCOL, backend::say("web.unreadable", {{"host", remote::host_of(access_.base)}}), std::string("no ") + member, 0};
}

std::optional<Problem> Following::read_streams(bool& goes_on) {
    std::vector<json> rows;
    const auto ask = [&]() -> std::optional<Problem> {
        rows.clear();
        web::Parameters options{{"$top", "200"}};
        if (expand_ == Expand::nested) options.emplace_back("$expand", "Thing($expand=Locations),ObservedProperty");
        if (expand_ == Expand::path) options.emplace_back("$expand", "Thing/Locations,ObservedProperty");
        return read_pages(host_, access_, web::with_parameters(access_.base + "/Datastreams", options), [&](std::vector<json>& page) {
            std::ranges::move(page, std::back_inserter(rows));
            return !host_.cancelled();
        });
    };
    for (;;) {
        auto problem = ask();
        const bool expanded = std::ranges::any_of(rows, [](const json& row) { return web::at(row, "Thing").is_object(); });
        const bool understood = !problem && (expanded || rows.empty() || expand_ == Expand::none);
        if (understood) {
            knows_streams_ = knows_streams_ || !rows.empty();
            break;
        }
        // What this server has answered once is right: another answer is a fault of the moment.
        if (knows_streams_) return problem ? problem : unexpected("Thing");
        if (problem && (problem->klass != VIGIE_ERROR_PROTOCOL || expand_ == Expand::none)) return problem;
        if (!next(expand_)) return problem;
    }
    if (expand_ == Expand::none)
        if (auto problem = expand_one_by_one(rows)) return problem;
    goes_on = push_sensors(rows);
    return {};
}

// Of datastreams not yet known only: a request for the thing, one for the property.
std::optional<Problem> Following::expand_one_by_one(std::vector<json>& rows) {
    std::size_t asked = 0;
    for (json& row : rows) {
        if (versions_.contains(id_of(row)) || ++asked > most_one_by_one) continue;
        for (const auto& [member, path] : {std::pair{"Thing", "/Thing?$expand=Locations"}, {"ObservedProperty", "/ObservedProperty"}}) {
            auto reply = web::get(host_, access_, access_.base + "/" + address_of(row) + path, "application/json");
            if (auto* got = std::get_if<backend::HttpReply>(&reply)) row[member] = foreign_json(got->body);
            else if (web::is_not_about_the_question(std::get<Problem>(reply))) return std::get<Problem>(std::move(reply));
            if (row.contains(member) && !row[member].is_object()) row.erase(member);
        }
    }
    return {};
}

bool Following::push_sensors(const std::vector<json>& rows) {
    const bool is_first = versions_.empty() && !until_;
    std::vector<Change> changes;
    if (is_first) changes.push_back(snapshot_mark(VIGIE_OP_SNAPSHOT_BEGIN));
    for (const json& row : rows) {
        const auto stream = stream_of(row, access_.zone);
        if (!stream) continue;
        addresses_[stream->id] = address_of(row);
        if (stream->newest) newest_[stream->id] = *stream->newest;
        if (expand_ == Expand::none && versions_.contains(stream->id)) continue;
        const bool same_name = stream->thing.empty() || stream->thing == stream->name;
        json sensor{{"name", same_name ? stream->name : stream->thing + " · " + stream->name}, {"kind", web::sensor_kind(stream->property.empty() ? stream->name : stream->property, choices_.kinds)}, {"unit", web::ucum(stream->unit)}};
        if (stream->lon && stream->lat) {
            const auto place = web::checked_place(*stream->lon, *stream->lat);
            if (place.place) sensor["place"] = {place.place->lon, place.place->lat};
            else left_out_.add(host_, stream->id, "place " + place.suspicion);
        }
        Change c;
        c.kind = VIGIE_KIND_SENSOR;
        c.id = stream->id;
        c.json = web::dump(sensor);
        c.version = web::content_version(c.json);
        c.at_ms = ms_since_epoch(now_);
        if (std::exchange(versions_[c.id], c.version) != c.version) changes.push_back(std::move(c));
    }
    if (is_first) changes.push_back(snapshot_mark(VIGIE_OP_SNAPSHOT_END));
    return host_.push(changes);
}

std::optional<Problem> Following::read_all(Time from, bool& goes_on) {
    for (;;) {
        auto problem = read_observations(access_.base + "/Observations", from, {}, goes_on);
        if (!problem || feed_ == Feed::each || knows_feed_ || problem->klass != VIGIE_ERROR_PROTOCOL) return problem;
        if (next(filter_)) continue;
        filter_ = Filter::plain;
        feed_ = Feed::each;
        return read_streams(goes_on);
    }
}

std::optional<Problem> Following::read_each(Time from, bool& goes_on) {
    for (const auto& [id, address] : addresses_) {
        if (!goes_on) return {};
        const auto last = last_.find(id), newest = newest_.find(id);
        if (last != last_.end() && newest != newest_.end() && newest->second <= last->second) continue;
        const Time since = last != last_.end() ? last->second - overlap : from;
        for (;;) {
            auto problem = read_observations(access_.base + "/" + address + "/Observations", since, id, goes_on);
            if (!problem) break;
            if (knows_feed_ || problem->klass != VIGIE_ERROR_PROTOCOL || !next(filter_)) return problem;
        }
    }
    return {};
}

std::optional<Problem> Following::read_observations(const std::string& path, Time from, const std::string& stream, bool& goes_on) {
    web::Parameters options;
    const std::string at = web::whole_second(from);
    if (filter_ == Filter::plain) options.emplace_back("$filter", "phenomenonTime gt " + at);
    if (filter_ == Filter::quoted) options.emplace_back("$filter", "phenomenonTime gt datetime'" + at.substr(0, at.size() - 1) + "'");
    options.emplace_back("$orderby", filter_ == Filter::none ? "phenomenonTime desc" : "phenomenonTime asc");
    options.emplace_back("$top", std::to_string(rows_at_once));
    if (stream.empty()) options.emplace_back("$expand", "Datastream");
    bool unnamed = false;
    auto problem = read_pages(host_, access_, web::with_parameters(path, options), [&](std::vector<json>& rows) { return take(rows, from, stream, goes_on, unnamed); });
    if (trouble_) return std::exchange(trouble_, {});
    if (unnamed && knows_feed_) return unexpected("Datastream");
    if (unnamed) {  // the feed of all does not say of which datastream each is
        feed_ = Feed::each;
        return read_streams(goes_on);
    }
    return problem;
}

bool Following::take(const std::vector<json>& rows, Time from, const std::string& stream, bool& goes_on, bool& unnamed) {
    std::vector<Change> changes;
    bool any_named = false, all_old = true;
    MaybeTime newest;
    for (const json& row : rows) {
        Reading reading = reading_of(row, access_.zone);
        if (!stream.empty()) reading.stream = stream;
        if (reading.id.empty() && reading.at) reading.id = rfc3339(*reading.at);
        any_named = any_named || !reading.stream.empty();
        if (reading.at && *reading.at > from) all_old = false;
        if (reading.at && *reading.at <= from) continue;
        puzzled_ = is_puzzling(reading) || puzzled_;
        if (reading.stream.empty()) continue;
        if (!versions_.contains(reading.stream) && complained_.insert(reading.stream).second)
            if ((trouble_ = read_streams(goes_on)) || !goes_on) break;
        auto change = observed(reading);
        if (!change) continue;
        newest = std::max(newest.value_or(*reading.at), *reading.at);
        if (!puzzled_) last_[reading.stream] = std::max(last_[reading.stream], *reading.at);
        if (recent_.insert_or_assign(reading.stream + '\n' + reading.id, *reading.at).second) changes.push_back(std::move(*change));
    }
    if (!goes_on || (trouble_ && changes.empty())) return false;
    if (!any_named) {
        unnamed = true;
        return false;
    }
    knows_feed_ = knows_feed_ || newest;
    // In the order of time what is read up to here need not be read again; else only the end of all pages says so.
    if (newest && filter_ != Filter::none && stream.empty() && !puzzled_ && !trouble_) until_ = std::max(until_.value_or(*newest), *newest);
    goes_on = changes.empty() || host_.push(changes, stream.empty() ? cursor() : std::string());
    return goes_on && !trouble_ && !(filter_ == Filter::none && all_old);
}

// What could not be read may have been garbled on its way: it is read again a few times before what follows counts as read.
bool Following::is_puzzling(const Reading& reading) {
    if (!reading.stream.empty() && reading.at && reading.value) return false;
    if (puzzling_.size() > most_puzzling) puzzling_.clear();
    return ++puzzling_[reading.stream + '\n' + reading.id + '\n' + (reading.at ? rfc3339(*reading.at) : "")] <= looks_again;
}

std::optional<Change> Following::observed(const Reading& reading) {
    const auto leave_out = [&](const char* why) -> std::optional<Change> {
        if (complained_.insert(reading.stream + why).second) left_out_.add(host_, reading.stream, why);
        return {};
    };
    if (!reading.at) return leave_out("observation without a time");
    if (!reading.value) return leave_out("result that is no number");
    if (*reading.at > now_ + most_ahead) return leave_out("observation from the future");
    Change c;
    c.op = VIGIE_OP_OBSERVE;
    c.kind = VIGIE_KIND_SENSOR;
    c.id = reading.stream;
    c.at_ms = ms_since_epoch(*reading.at);
    c.value = *reading.value;
    return c;
}

} // namespace vigie::gis::sensorthings
