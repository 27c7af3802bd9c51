#include "gis/layers/remote/address.hpp"

#include <algorithm>
#include <vector>

namespace vigie::gis::remote {

namespace {

constexpr std::size_t longest_address = 4'096;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return out;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

// "a=1&b=2", still as written.
Pairs pairs_of(std::string_view text) {
    Pairs pairs;
    while (!text.empty()) {
        const std::string_view one = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), one.size() + 1));
        const auto equal = one.find('=');
        if (!one.empty()) pairs.emplace_back(one.substr(0, equal), equal == std::string_view::npos ? std::string_view() : one.substr(equal + 1));
    }
    return pairs;
}

std::string joined(const Pairs& pairs) {
    std::string out;
    for (const auto& [name, value] : pairs) out += (out.empty() ? "" : "&") + name + "=" + value;
    return out;
}

Error refused(const char* key, const std::string& text) {
    return {ErrorClass::input, {key, {{"address", shown_address(text)}}}, {"remote.remedy.address", {}}, {}};
}

bool is_template(const std::string& url) {
    const auto has = [&](const char* part) { return url.find(part) != std::string::npos; };
    return has("{z}") && has("{x}") && (has("{y}") || has("{-y}"));
}

Address::Kind kind_of(const std::string& url, const std::string& service) {
    const std::string path = lower(url.substr(0, url.find('?')));
    if (is_template(url)) return path.ends_with(".pbf") || path.ends_with(".mvt") ? Address::Kind::vector_tiles : Address::Kind::pictures;
    if (path.ends_with(".json")) return Address::Kind::tile_document;
    if (service == "wfs") return Address::Kind::wfs;
    if (path.find("/collections") != std::string::npos) return Address::Kind::ogc_features;
    if (service == "wms") return Address::Kind::wms;
    if (service == "wmts" || path.ends_with("wmtscapabilities.xml")) return Address::Kind::wmts;
    return Address::Kind::unknown;
}

} // namespace

std::string Address::choice(const std::string& name) const {
    const auto found = choices.find(name);
    return found == choices.end() ? std::string() : found->second;
}

bool is_address(std::string_view text) {
    const std::string begin = lower(text.substr(0, 8));
    return begin.starts_with("http://") || begin.starts_with("https://") || is_database(text);
}

bool is_database(std::string_view text) { return text.starts_with("postgresql://") || text.starts_with("postgres://"); }

Result<Address> read_address(const std::string& text) {
    if (!is_address(text) || text.size() > longest_address) return refused("remote.bad_address", text);
    if (std::ranges::any_of(text, [](unsigned char c) { return c < 0x21 || c == 0x7f; })) return refused("remote.bad_address", text);
    if (host_of(text).empty()) return refused("remote.bad_address", text);
    const std::string before_path = text.substr(0, text.find_first_of("/?#", text.find("://") + 3));
    const auto user = before_path.find('@');  // of a database it stands there, its password never
    if (is_database(text) && text.find("password=") != std::string::npos) return refused("remote.password_in_address", text);
    if (user != std::string::npos && (!is_database(text) || before_path.find(':', before_path.find("://") + 3) < user)) return refused("remote.password_in_address", text);
    Address address;
    const auto hash = text.find('#');
    address.url = text.substr(0, hash);
    if (is_database(text)) address.kind = Address::Kind::database;
    const auto query = is_database(text) ? std::string::npos : address.url.find('?');
    Pairs kept;
    std::string service;
    if (query != std::string::npos && !is_template(address.url)) {
        for (const auto& [name, value] : pairs_of(std::string_view(address.url).substr(query + 1))) {
            const std::string n = lower(name);
            if (n == "service") service = lower(value);
            if ((n == "layers" || n == "layer" || n == "typename" || n == "typenames") && !value.empty()) address.choices["layer"] = percent_decoded(value);
            else if (n == "tilematrixset" && !value.empty()) address.choices["set"] = percent_decoded(value);
            // What a pasted request asked for: asked anew for each tile.
            const bool ours = n == "layers" || n == "layer" || n == "typename" || n == "typenames" || n == "tilematrixset" || n == "request" || n == "version" || n == "bbox" || n == "width" ||
                              n == "height" || n == "crs" || n == "srs" || n == "tilematrix" || n == "tilerow" || n == "tilecol";
            if (!ours) kept.emplace_back(name, value);
        }
        address.url = address.url.substr(0, query) + (kept.empty() ? "" : "?" + joined(kept));
    }
    if (hash != std::string::npos)
        for (const auto& [name, value] : pairs_of(std::string_view(text).substr(hash + 1))) address.choices[lower(name)] = percent_decoded(value);
    if (address.kind != Address::Kind::database) address.kind = kind_of(address.url, service);
    return address;
}

std::filesystem::path plain_path(const std::filesystem::path& path) {
    if (is_address(path.string())) return path;
    std::error_code ec;
    const std::filesystem::path whole = std::filesystem::absolute(path, ec);
    return (ec ? path : whole).lexically_normal();
}

std::string host_of(const std::string& url) {
    const auto begin = url.find("://");
    if (begin == std::string::npos) return {};
    const std::string host = url.substr(begin + 3, url.find_first_of("/?#", begin + 3) - begin - 3);
    return host.substr(host.find('@') + 1);
}

std::string shown_address(const std::string& text) {
    std::string shown = text.substr(0, text.find_first_of("?#"));
    const auto host = shown.find("://");
    const auto at = shown.find('@');
    if (host != std::string::npos && at != std::string::npos && at < shown.find('/', host + 3)) shown.erase(host + 3, at - host - 2);
    return shown;
}

std::string percent_encoded(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        const bool plain = (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || u == '-' || u == '_' || u == '.' || u == '~' || u == ',' || u == ':';
        if (plain) out += c;
        else out += {'%', digits[u >> 4], digits[u & 15]};
    }
    return out;
}

std::string percent_decoded(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string with_choices(const std::string& url, const std::map<std::string, std::string>& choices) {
    std::string out = url;
    char before = '#';
    for (const auto& [name, value] : choices) {
        if (value.empty()) continue;
        out += before + name + "=" + percent_encoded(value);
        before = '&';
    }
    return out;
}

std::string with_query(const std::string& url, const std::map<std::string, std::string>& parameters) {
    const auto query = url.find('?');
    Pairs kept;
    if (query != std::string::npos)
        for (const auto& pair : pairs_of(std::string_view(url).substr(query + 1)))
            if (std::ranges::none_of(parameters, [&](const auto& p) { return lower(p.first) == lower(pair.first); })) kept.push_back(pair);
    for (const auto& [name, value] : parameters) kept.emplace_back(name, percent_encoded(value));
    return url.substr(0, query) + "?" + joined(kept);
}

} // namespace vigie::gis::remote
