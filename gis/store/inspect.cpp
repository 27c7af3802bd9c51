#include "gis/store/inspect.hpp"

#include "gis/model/words.hpp"
#include "gis/store/journal.hpp"
#include "gis/store/schema.hpp"

namespace vigie::gis {

CommuneFileReport inspect_commune_file(const std::filesystem::path& file) {
    CommuneFileReport report;
    std::error_code code;
    if (!std::filesystem::is_regular_file(file, code)) return report;
    auto opened = Database::open(file, OpenMode::read_only);
    if (!opened) return report;
    Database& db = *opened;
    if (nature_of(db) != FileNature::commune) return report;
    report.is_commune_file = true;
    report.schema_version = schema_of(db);
    report.readable = db.text("PRAGMA quick_check(1)").value_or("") == "ok";
    report.journal_entries = static_cast<std::uint64_t>(db.integer("SELECT count(*) FROM journal").value_or(0));
    const bool still = static_cast<bool>(db.run("BEGIN"));  // lines and head of one moment: somebody may be writing
    report.first_broken = find_broken_link(db);
    if (still) (void)db.run("ROLLBACK");
    report.chain_holds = !report.first_broken;
    for (int i = 0; i < entity_kind_count; ++i) {
        const auto kind = static_cast<EntityKind>(i);
        const auto rows = db.integer("SELECT count(*) FROM \"" + std::string(name(kind)) + "\"");
        if (!rows) report.readable = false;
        else if (*rows > 0) report.entities.emplace_back(kind, static_cast<std::uint64_t>(*rows));
    }
    return report;
}

std::optional<std::uint64_t> first_broken_line(const std::filesystem::path& file) {
    std::error_code code;
    if (!std::filesystem::is_regular_file(file, code)) return {};
    auto opened = Database::open(file, OpenMode::read_only);
    if (!opened || nature_of(*opened) != FileNature::commune) return {};
    if (!opened->run("BEGIN")) return {};  // lines and head of one moment: somebody may be writing
    const auto broken = find_broken_link(*opened);
    (void)opened->run("ROLLBACK");
    return broken;
}

} // namespace vigie::gis
