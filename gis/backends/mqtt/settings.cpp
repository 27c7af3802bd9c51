#include "gis/backends/mqtt/settings.hpp"

#include <algorithm>

#include <mosquitto.h>
#include <nlohmann/json.hpp>

#include "gis/backends/mqtt/values.hpp"
#include "gis/model/foreign_json.hpp"

namespace vigie::gis::mqtt {

namespace {

using backend::Problem;
using backend::sentence;
using nlohmann::json;

constexpr std::size_t max_topics = 64, max_values = 256;

std::string text(const json& object, const char* key, std::string otherwise = {}) {
    const auto at = object.find(key);
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::move(otherwise);
}

Profile profile_of(const std::string& word) {
    if (word == "ttn") return Profile::ttn;
    if (word == "owntracks") return Profile::owntracks;
    return word == "json" ? Profile::json : Profile::chirpstack;
}

std::vector<std::string> split_words(const std::string& text) {
    std::vector<std::string> out;
    std::string word;
    for (const char c : text + " ") {
        if (c != ' ' && c != ',' && c != ';' && c != '\n') word += c;
        else if (!word.empty()) out.push_back(std::exchange(word, {}));
    }
    return out;
}

// "site/{site}/{device}/state" as what is subscribed to: "site/+/+/state".
std::string filter_of(std::string_view pattern) {
    std::string out;
    while (!pattern.empty()) {
        const std::size_t slash = std::min(pattern.find('/'), pattern.size());
        const std::string_view level = pattern.substr(0, slash);
        out += level.find('{') == level.npos ? level : std::string_view("+");
        if (slash < pattern.size()) out += '/';
        pattern.remove_prefix(std::min(slash + 1, pattern.size()));
    }
    return out;
}

std::vector<std::string> usual_topics(const Settings& s) {
    switch (s.profile) {
        case Profile::chirpstack: return {"application/+/device/+/event/+"};
        case Profile::ttn: return {"v3/+/devices/+/up", "v3/+/devices/+/location/solved"};
        case Profile::owntracks: return {"owntracks/+/+"};
        case Profile::json: return s.mapping.pattern.empty() ? std::vector<std::string>{} : std::vector{filter_of(s.mapping.pattern)};
    }
    return {};
}

void read_values(const json& list, Settings& s) {
    if (!list.is_array()) return;
    for (const json& row : list) {
        if (!row.is_object() || s.values.size() == max_values) continue;
        ValueRule rule{text(row, "path"), text(row, "name"), text(row, "kind"), text(row, "unit"), 1};
        if (row.contains("scale"))
            if (const auto scale = number_of(row["scale"])) rule.scale = *scale;
        s.values.push_back(std::move(rule));
    }
}

std::optional<Problem> check(const Settings& s) {
    const auto config = [](std::string words, std::string detail) { return Problem{VIGIE_ERROR_CONFIG, std::move(words), std::move(detail), 0}; };
    if (s.host.empty()) return config(sentence("backends.mqtt.no_address"), "no address");
    if (s.port < 0 || s.port > 65535) return config(sentence("backends.mqtt.bad_port"), "port " + std::to_string(s.port));
    if (s.topics.empty()) return config(sentence("backends.mqtt.no_topic"), "no topic");
    if (s.topics.size() > max_topics) return config(sentence("backends.mqtt.too_many_topics"), std::to_string(s.topics.size()));
    for (const std::string& topic : s.topics)
        if (mosquitto_sub_topic_check(topic.c_str()) != MOSQ_ERR_SUCCESS) return config(sentence("backends.mqtt.bad_topic", {{"topic", topic}}), topic);
    if (s.profile == Profile::json && s.mapping.device.empty()) return config(sentence("backends.mqtt.no_device"), "no device");
    if (s.encryption_key.size() > 32) return config(sentence("backends.mqtt.long_key"), "encryption key over 32 bytes");
    return {};
}

} // namespace

const ValueRule* Settings::rule(std::string_view path) const {
    const auto at = std::ranges::find(values, path, &ValueRule::path);
    return at == values.end() ? nullptr : &*at;
}

ReadSettings read_settings(std::string_view words) {
    ReadSettings out;
    const json c = foreign_json(words);
    Settings& s = out.settings;
    if (!c.is_object()) {
        out.problem = Problem{VIGIE_ERROR_CONFIG, sentence("backends.mqtt.no_address"), "not an object", 0};
        return out;
    }
    s.host = text(c, "address");
    if (c.contains("port") && c["port"].is_number_integer()) s.port = static_cast<int>(std::clamp<std::int64_t>(c["port"].get<std::int64_t>(), -1, 65536));
    s.tls = !c.contains("tls") || c["tls"] != false;
    s.ca_file = text(c, "ca_file");
    s.user = text(c, "user");
    s.password = text(c, "password");
    s.client_id = text(c, "client_id");
    s.profile = profile_of(text(c, "profile"));
    const std::string protocol = text(c, "protocol");
    s.protocol = protocol == "5" ? Protocol::v5 : protocol == "3.1.1" || s.profile == Profile::ttn ? Protocol::v311 : Protocol::automatic;
    s.mapping = {text(c, "pattern"), text(c, "device"), text(c, "name"), text(c, "time"), text(c, "lon"), text(c, "lat")};
    if (c.contains("values")) read_values(c["values"], s);
    s.encryption_key = text(c, "encryption_key");
    s.zone = text(c, "zone", s.zone);
    s.language = text(c, "language", s.language);
    s.topics = split_words(text(c, "topics"));
    if (s.topics.empty()) s.topics = usual_topics(s);
    out.problem = check(s);
    return out;
}

const char* const config_schema = R"json({"type":"object","title@en":"MQTT","required":["address","profile"],"properties":{
"address":{"type":"string","title":"Adresse du serveur MQTT","title@en":"Address of the MQTT broker","description":"Nom ou adresse IP, sans mqtt:// ; par exemple eu1.cloud.thethings.network","description@en":"Name or IP address, without mqtt://; eu1.cloud.thethings.network for example"},
"profile":{"title":"Ce qui est reçu","title@en":"What is received","default":"chirpstack","oneOf":[
 {"const":"chirpstack","title":"Capteurs LoRaWAN par ChirpStack v4","title@en":"LoRaWAN sensors through ChirpStack v4"},
 {"const":"ttn","title":"Capteurs LoRaWAN par The Things Stack v3","title@en":"LoRaWAN sensors through The Things Stack v3"},
 {"const":"owntracks","title":"Positions des équipes par OwnTracks","title@en":"Positions of crews from OwnTracks"},
 {"const":"json","title":"Tout message JSON","title@en":"Any JSON message"}]},
"tls":{"type":"boolean","title":"Connexion chiffrée (TLS)","title@en":"Encrypted connection (TLS)","default":true},
"port":{"type":"integer","title":"Port","title@en":"Port","description":"8883 avec TLS, 1883 sans","description@en":"8883 with TLS, 1883 without"},
"ca_file":{"type":"string","format":"path","title":"Autorité de certification privée (PEM)","title@en":"Private certificate authority (PEM)","x-when":{"tls":"true"}},
"user":{"type":"string","title":"Utilisateur","title@en":"User"},
"password":{"type":"string","format":"secret","title":"Mot de passe ou clé d’API","title@en":"Password or API key"},
"topics":{"type":"string","title":"Sujets","title@en":"Topics","description":"Séparés par des espaces, + et # permis ; laissez vide pour les sujets habituels","description@en":"Separated by spaces, + and # allowed; leave empty for the usual topics"},
"encryption_key":{"type":"string","format":"secret","title":"Clé de chiffrement OwnTracks","title@en":"OwnTracks encryption key","x-when":{"profile":"owntracks"}},
"pattern":{"type":"string","title":"Modèle de sujet","title@en":"Topic pattern","description":"Par exemple ville/{site}/{appareil}/etat","description@en":"For example town/{site}/{device}/state","x-when":{"profile":"json"}},
"device":{"type":"string","title":"Identifiant du capteur","title@en":"Id of the sensor","description":"{appareil} pour une partie du sujet, ou un chemin dans le message : data.id","description@en":"{device} for a part of the topic, or a path in the message: data.id","x-when":{"profile":"json"}},
"name":{"type":"string","title":"Nom du capteur","title@en":"Name of the sensor","x-when":{"profile":"json"}},
"time":{"type":"string","title":"Chemin de l’heure","title@en":"Path of the time","description":"Vide : l’heure d’arrivée","description@en":"Empty: the time of arrival","x-when":{"profile":"json"}},
"lon":{"type":"string","title":"Chemin de la longitude","title@en":"Path of the longitude","x-when":{"profile":"json"}},
"lat":{"type":"string","title":"Chemin de la latitude","title@en":"Path of the latitude","x-when":{"profile":"json"}},
"values":{"type":"array","title":"Valeurs","title@en":"Values","x-when":{"profile":"json chirpstack ttn"},"items":{"type":"object","properties":{
 "path":{"type":"string","title":"Chemin","title@en":"Path"},
 "name":{"type":"string","title":"Nom","title@en":"Name"},
 "kind":{"type":"string","format":"sensor-kind","title":"Nature","title@en":"Kind"},
 "unit":{"type":"string","title":"Unité","title@en":"Unit"},
 "scale":{"type":"number","title":"Facteur","title@en":"Factor"}}}},
"protocol":{"title":"Version de MQTT","title@en":"Version of MQTT","default":"auto","oneOf":[
 {"const":"auto","title":"5, sinon 3.1.1","title@en":"5, else 3.1.1"},{"const":"5","title":"5"},{"const":"3.1.1","title":"3.1.1"}]},
"language":{"title":"Langue des noms de capteurs","title@en":"Language of sensor names","default":"fr","oneOf":[
 {"const":"fr","title":"français","title@en":"French"},{"const":"en","title":"anglais","title@en":"English"}]}}})json";

} // namespace vigie::gis::mqtt
