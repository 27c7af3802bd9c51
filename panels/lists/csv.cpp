#include "panels/lists/csv.hpp"

#include <cstdlib>
#include <fstream>

namespace vigie::panels {

namespace {

constexpr int max_same_name = 999;

std::string header_words(const ListContext& c, const ListColumn& column) {
    return c.language("desk.column." + std::string(column.id));
}

} // namespace

std::string csv_field(std::string_view text, char separator) {
    std::string field;
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) field += '\'';
    field += text;
    if (field.find_first_of(std::string("\"\n\r") + separator) == std::string::npos) return field;
    std::string quoted = "\"";
    for (char ch : field) {
        if (ch == '"') quoted += '"';
        quoted += ch;
    }
    return quoted + '"';
}

std::string csv_of(const ListContext& context, const ListSpec& spec, std::span<const std::uint64_t> ids,
                   std::span<const std::size_t> columns) {
    const char separator = context.language.code() == "en" ? ',' : ';';
    std::string out = "\xEF\xBB\xBF";
    const auto line = [&](auto field_of) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (i) out += separator;
            out += csv_field(field_of(spec.columns[columns[i]]), separator);
        }
        out += "\r\n";
    };
    line([&](const ListColumn& column) { return header_words(context, column); });
    for (std::uint64_t id : ids)
        line([&](const ListColumn& column) {
            const Cell cell = column.cell(context, id);
            return cell.export_text.empty() ? cell.text : cell.export_text;
        });
    return out;
}

std::filesystem::path documents_folder() {
    const char* home = std::getenv("HOME");
    const std::filesystem::path base = home && *home ? home : "/";
    const char* config = std::getenv("XDG_CONFIG_HOME");
    std::ifstream dirs((config && *config ? std::filesystem::path(config) : base / ".config") / "user-dirs.dirs");
    const std::string prefix = "XDG_DOCUMENTS_DIR=\"";
    std::error_code ignored;
    for (std::string text; std::getline(dirs, text);) {
        if (!text.starts_with(prefix)) continue;
        std::string value = text.substr(prefix.size(), text.rfind('"') - prefix.size());
        if (value.starts_with("$HOME")) value = base.string() + value.substr(5);
        if (std::filesystem::is_directory(value, ignored)) return value;
    }
    return base;
}

gis::Result<std::filesystem::path> write_new_file(const std::filesystem::path& folder, const std::string& name,
                                                  const std::string& content) {
    const auto failed = [&](const std::filesystem::path& path) {
        return gis::Error{.klass = gis::ErrorClass::storage, .text = {"desk.export.failed", {{"path", path.string()}}},
                          .remedy = {"desk.export.failed_remedy", {}}, .detail = {}};
    };
    std::error_code error;
    for (int copy = 1; copy <= max_same_name; ++copy) {
        const std::filesystem::path path = folder / (name + (copy > 1 ? " " + std::to_string(copy) : "") + ".csv");
        if (std::filesystem::exists(path, error)) continue;
        std::ofstream file(path, std::ios::binary);
        file << content;
        file.close();
        if (!file) return failed(path);
        return path;
    }
    return failed(folder / name);
}

} // namespace vigie::panels
