#include "gis/backends/programs/program_backend.hpp"

#include "gis/backends/programs/program_talk.hpp"
#include "gis/model/foreign_json.hpp"
#include "gis/model/words.hpp"

namespace vigie::gis {

namespace {

using nlohmann::json;
using backend::Problem;

constexpr int least_memory_mb = 64, most_memory_mb = 16'384;

class ProgramBackend : public backend::Backend {
public:
    static constexpr const char* name = program_backend_name;
    static constexpr const char* title = "Programme";
    static constexpr const char* version = "1.0";
    static constexpr const char* licence = "EUPL-1.2";
    static constexpr const char* capabilities =
        R"({"reads":["asset","sensor","alert","report","request","intervention","crew","agent","vehicle","shift","absence","building","meter"],
            "writes":["asset","sensor","alert","report","request","intervention","crew","agent","vehicle","shift","absence","building","meter"],"live":true,"snapshot":true,"history":true,"area":false})";
    static constexpr const char* config_schema = R"json({"type":"object","title@en":"Program","required":["command"],"properties":{
        "command":{"type":"string","title":"Commande","title@en":"Command","description":"Par exemple : python3 /srv/vigie/bacs.py","description@en":"Such as: python3 /srv/vigie/bins.py"},
        "folder":{"type":"string","format":"path","title":"Dossier de travail","title@en":"Working folder"},
        "settings":{"type":"string","title":"Réglages (JSON)","title@en":"Settings (JSON)","description":"Ce que le programme attend, par exemple {\"url\":\"https://…\"}","description@en":"What the program expects, such as {\"url\":\"https://…\"}"},
        "token":{"type":"string","format":"secret","title":"Jeton ou mot de passe","title@en":"Token or password"},
        "memory_mb":{"type":"integer","title":"Mémoire au plus (Mio)","title@en":"Memory at most (MiB)","default":1024}}})json";

    explicit ProgramBackend(backend::Host&) {}

    std::optional<Problem> configure(std::string_view text) override {
        const json config = foreign_json(text);
        if (!config.is_object()) return told(VIGIE_ERROR_CONFIG, "backends.program.settings", "no JSON object");
        if (auto problem = read_command(config)) return problem;
        order_.folder = text_in(config, "folder");
        if (auto problem = read_settings(config)) return problem;
        const auto memory = config.find("memory_mb");
        if (memory != config.end() && memory->is_number()) {
            const double mb = memory->get<double>();
            if (!(mb >= least_memory_mb && mb <= most_memory_mb)) return told(VIGIE_ERROR_CONFIG, "backends.program.memory", "64 … 16384");
            order_.limits.memory_bytes = static_cast<std::uint64_t>(mb) << 20;
        }
        order_.secrets = {"token"};
        if (const auto names = config.find("secrets"); names != config.end() && names->is_array()) {
            order_.secrets.clear();
            for (const json& n : *names)
                if (n.is_string()) order_.secrets.push_back(n.get<std::string>());
        }
        return {};
    }

    std::optional<Problem> run(backend::Host& host, std::string_view cursor) override { return ProgramTalk(host, order_, mail_).run(cursor); }

    std::optional<Problem> submit(const backend::Command& c) override {
        const json fields = foreign_json(c.json);
        if (c.kind >= static_cast<std::uint32_t>(entity_kind_count)) return told(VIGIE_ERROR_UNSUPPORTED, "backends.program.kind", "kind " + std::to_string(c.kind));
        mail_.put(line_of({{"m", "command"}, {"id", c.ticket}, {"op", c.op == VIGIE_OP_DELETE ? "delete" : c.id.empty() ? "create" : "update"},
                           {"kind", gis::name(static_cast<EntityKind>(c.kind))}, {"entityId", c.id}, {"expected", c.expected_version}, {"key", c.idempotency_key}, {"seen", c.seen_cursor},
                           {"fields", fields.is_object() ? fields : json::object()}}));
        return {};
    }

    std::optional<Problem> control(std::string_view text) override {
        const json message = foreign_json(text);
        if (!message.is_object()) return told(VIGIE_ERROR_PROTOCOL, "backends.program.settings", "no JSON object");
        mail_.put(line_of({{"m", "control"}, {"message", message}}));
        return {};
    }

private:
    std::optional<Problem> read_command(const json& config) {
        const auto command = config.find("command");
        if (command != config.end() && command->is_string()) order_.command = words_of_command(command->get<std::string>());
        if (command != config.end() && command->is_array())
            for (const json& word : *command)
                if (word.is_string()) order_.command.push_back(word.get<std::string>());
        if (order_.command.empty() || order_.command.front().empty()) return told(VIGIE_ERROR_CONFIG, "backends.program.no_command", "command");
        return {};
    }

    // Typed by a person as a text, or given by a description as an object.
    std::optional<Problem> read_settings(const json& config) {
        const auto settings = config.find("settings");
        if (settings == config.end()) return {};
        order_.settings = settings->is_string() ? foreign_json(settings->get<std::string>()) : *settings;
        if (!order_.settings.is_object()) return told(VIGIE_ERROR_CONFIG, "backends.program.settings", "settings");
        return {};
    }

    ProgramOrder order_;
    ProgramMail mail_;
};

} // namespace

std::vector<std::string> words_of_command(std::string_view line) {
    std::vector<std::string> words;
    bool inside = false;
    char quote = 0;
    for (const char c : line) {
        if (quote != 0 ? c == quote : c == '"' || c == '\'') {
            quote = quote != 0 ? 0 : c;
            if (!inside) words.emplace_back();
            inside = true;
        } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
            inside = false;
        } else {
            if (!inside) words.emplace_back();
            inside = true;
            words.back() += c;
        }
    }
    return words;
}

std::int32_t program_backend_main(std::uint32_t host_abi, vigie_backend* out, vigie_error* error) {
    return backend::edge::entry<ProgramBackend>(host_abi, out, error);
}

} // namespace vigie::gis
