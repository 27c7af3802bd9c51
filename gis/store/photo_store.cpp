#include "gis/store/photo_store.hpp"

#include <vector>

namespace vigie::gis {

bool write_picture(Database& db, const KeptPicture& picture, Time at) {
    Statement s = db.prepare("INSERT OR IGNORE INTO picture VALUES (?,?,?,?,?,?)");
    if (!s.ok()) return false;
    s.bind(1, std::string_view(picture.id));
    s.bind(2, std::int64_t{picture.width});
    s.bind(3, std::int64_t{picture.height});
    s.bind(4, ms_since_epoch(at));
    s.bind_blob(5, picture.small);
    s.bind_blob(6, picture.whole);
    return s.run();
}

std::optional<std::string> read_picture(Database& db, const std::string& id, bool small) {
    Statement s = db.prepare(small ? "SELECT small FROM picture WHERE id=?" : "SELECT whole FROM picture WHERE id=?");
    if (!s.ok()) return {};
    s.bind(1, std::string_view(id));
    std::optional<std::string> bytes;
    if (s.step()) bytes = std::string(s.blob(0));
    s.reset();
    return bytes;
}

std::int64_t forget_pictures(Database& db, const std::set<std::string>& wanted, Time before) {
    std::vector<std::string> gone;
    Statement s = db.prepare("SELECT id FROM picture WHERE at < ?");
    if (!s.ok()) return 0;
    s.bind(1, ms_since_epoch(before));
    while (s.step())
        if (std::string id(s.text(0)); !wanted.contains(id)) gone.push_back(std::move(id));
    for (const std::string& id : gone) {
        Statement drop = db.prepare("DELETE FROM picture WHERE id=?");
        if (!drop.ok()) return 0;
        drop.bind(1, std::string_view(id));
        if (!drop.run()) return 0;
    }
    return static_cast<std::int64_t>(gone.size());
}

} // namespace vigie::gis
