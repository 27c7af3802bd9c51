// What a program writes, cut where the first byte says, as lines of the program protocol.
#include <cmath>

#include <nlohmann/json.hpp>

#include "fuzz/target.hpp"
#include "gis/backends/mapping.hpp"
#include "gis/backends/programs/http_lines.hpp"
#include "gis/backends/programs/lines.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::fuzz {

namespace {

void read_line(const std::string& line) {
    const nlohmann::json message = gis::foreign_json(line);
    if (!message.is_object()) return;
    const auto request = gis::http_from_json(message);
    if (const auto* r = std::get_if<backend::HttpRequest>(&request)) require(r->max_bytes <= gis::most_program_reply_bytes && r->headers.size() <= 64 && r->auth <= VIGIE_AUTH_FORM, "a request keeps its bounds");
    const auto reply = gis::http_reply_from(message, {});
    if (const auto* r = std::get_if<backend::HttpReply>(&reply)) {
        gis::HttpReplyLines lines(1, *r);
        for (auto next = lines.next(); next; next = lines.next()) require(next->size() <= gis::max_line_bytes, "a reply goes in lines of a bounded length");
    }
    std::string why;
    const auto change = gis::change_from(message, why);
    if (!change) return;
    require(why.empty(), "a change that is taken has no fault");
    if (change->op == VIGIE_OP_OBSERVE) require(std::isfinite(change->value) && !change->id.empty(), "an observation is a number of a sensor");
    std::string second;
    const auto again = gis::change_from(nlohmann::json::parse(gis::line_of(gis::change_to_json(*change))), second);
    require(again && again->op == change->op && again->kind == change->kind && again->at_ms == change->at_ms, "what is taken can be said again");
}

void run(std::string_view bytes) {
    if (bytes.empty()) return;
    const std::size_t cut = std::min<std::size_t>(static_cast<unsigned char>(bytes.front()), bytes.size() - 1);
    bytes.remove_prefix(1);
    gis::LineCutter whole, parts;
    std::vector<std::string> one, two;
    const auto take = [](gis::LineCutter& from, std::vector<std::string>& into) { while (auto line = from.next()) into.push_back(*line); };
    whole.add(bytes);
    take(whole, one);
    parts.add(bytes.substr(0, cut));
    take(parts, two);
    parts.add(bytes.substr(cut));
    take(parts, two);
    require(one == two, "lines are the same wherever the stream is cut");
    for (const std::string& line : one) read_line(line);
}

} // namespace

Target program_line_target() {
    return {"program_line",
            run,
            {"{\"m\":", "\"upsert\"", "\"observe\"", "\"position\"", "\"snapshot\"", "\"delete\"", "\"phase\":\"begin\"", "\"kind\":\"sensor\"", "\"entityId\":\"a\"", "\"sensor\":\"s\"", "\"m\":\"http\"", "\"url\":\"http://h/\"", "\"headers\":[[\"a\",\"b\"]]", "\"base64\":\"AA==\"", "\"status\":200", "\"auth\":\"basic\"", "\"max_bytes\":1", "\"crew\":\"c\"", "\"value\":1.5",
             "\"at\":\"2026-11-24T09:00:00Z\"", "\"at\":1700000000000", "\"place\":[2.3,43.2]", "\"fields\":{}", "\"authoritative\":false", "\n", "\r\n", "1e999", "null", "}"},
            [] {
                return std::vector<std::string>{
                    std::string("\7") + R"({"m":"upsert","kind":"sensor","entityId":"bin-0","version":"1","place":[3.88,43.61],"fields":{"name":"Bac 1"}})" + "\n" + R"({"m":"observe","sensor":"bin-0","at":"2026-11-23T10:00:00Z","value":82.5,"unit":"%"})" + "\n",
                    std::string("\100") + R"({"m":"position","crew":"c","at":1700000000000,"place":[3.88,43.61],"speed":6.4})" + "\n" + R"({"m":"snapshot","phase":"end","kind":"sensor"})" + "\n",
                    std::string("\1") + R"({"m":"upsert","kind":"asset","entityId":7,"fields":)" + nested(20'000) + "}\n"};
            }};
}

} // namespace vigie::fuzz
