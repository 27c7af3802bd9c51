#include "gis/backends/sensorthings/pages.hpp"

#include <algorithm>

namespace vigie::gis::sensorthings {

using backend::HttpReply;
using backend::HttpRequest;
using backend::Problem;

std::optional<std::string> next_address(const std::string& asked, const std::string& next, std::size_t rows_so_far) {
    const auto resolved = web::resolved_url(asked, next);
    if (!resolved || !web::same_origin(asked, *resolved)) return {};
    const web::Parameters wanted = web::parameters_of(asked), given = web::parameters_of(*resolved);
    const auto in = [](const web::Parameters& all, const std::string& name) { return std::ranges::any_of(all, [&](const auto& p) { return p.first == name; }); };
    if (web::without_query(*resolved) != web::without_query(asked)) {  // it lost the collection it was in: counted on by ourselves
        web::Parameters own;
        for (const auto& p : wanted)
            if (p.first != "$skip") own.push_back(p);
        own.emplace_back("$skip", std::to_string(rows_so_far));
        return web::with_parameters(web::without_query(asked), own);
    }
    web::Parameters missing;
    for (const auto& p : wanted)
        if (p.first != "$skip" && !in(given, p.first)) missing.push_back(p);
    return web::with_parameters(*resolved, missing);
}

std::optional<Problem> read_pages(const backend::Host& host, const web::Access& access, const std::string& url, const std::function<bool(std::vector<nlohmann::json>&)>& take) {
    std::set<std::string> asked, ids;
    std::string at = url;
    std::size_t rows = 0;
    while (asked.size() < most_pages && asked.insert(at).second) {
        HttpRequest request;
        request.url = at;
        request.headers = {{"Accept", "application/json"}};
        auto answer = web::ask(host, access, std::move(request));
        if (auto* problem = std::get_if<Problem>(&answer)) return std::move(*problem);
        const HttpReply& reply = std::get<HttpReply>(answer);
        if (reply.status < 200 || reply.status > 299) {
            Problem problem = web::problem_of(reply, complaint_in(reply.body));
            if (reply.status == 404 || reply.status == 500 || reply.status == 501) problem.klass = VIGIE_ERROR_PROTOCOL;
            return problem;
        }
        auto page = page_of(reply.body);
        if (!page) return web::unreadable(reply, "page");
        rows += page->rows.size();
        std::erase_if(page->rows, [&](const nlohmann::json& row) { return !ids.insert(id_of(row)).second; });
        if (page->rows.empty() || !take(page->rows) || page->next.empty()) return {};
        const auto next = next_address(at, page->next, rows);
        if (!next) return Problem{VIGIE_ERROR_PROTOCOL, backend::say("sensorthings.next_elsewhere"), page->next, 0};
        at = *next;
    }
    return {};
}

} // namespace vigie::gis::sensorthings
