#include "panels/files/file_listing.hpp"

#include <algorithm>

#include "gis/layers/folding.hpp"
#include "gis/layers/open.hpp"

namespace vigie::panels {

namespace fs = std::filesystem;

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Runs of digits count as numbers, everything else as it stands.
bool reads_before(std::string_view a, std::string_view b) {
    std::size_t i = 0, j = 0;
    const auto number_end = [](std::string_view text, std::size_t at) {
        while (at < text.size() && is_digit(text[at])) ++at;
        return at;
    };
    while (i < a.size() && j < b.size()) {
        if (!is_digit(a[i]) || !is_digit(b[j])) {
            if (a[i] != b[j]) return a[i] < b[j];
            ++i, ++j;
            continue;
        }
        while (i < a.size() && a[i] == '0') ++i;
        while (j < b.size() && b[j] == '0') ++j;
        const std::size_t end_a = number_end(a, i), end_b = number_end(b, j);
        if (end_a - i != end_b - j) return end_a - i < end_b - j;
        if (const int c = a.substr(i, end_a - i).compare(b.substr(j, end_b - j)); c != 0) return c < 0;
        i = end_a, j = end_b;
    }
    return a.size() - i < b.size() - j;
}

bool is_geopackage(const FileEntry& e) { return e.name.size() > 5 && gis::folded_plain(e.name).ends_with(" gpkg"); }

bool is_picture(const fs::path& path) {
    const std::string ending = gis::folded_plain(path.extension().string());
    for (const char* one : {"jpg", "jpeg", "png", "webp", "heic", "heif", "tif", "tiff"})
        if (ending == one) return true;
    return false;
}

// A folder that GDAL reads as one file (an Esri geodatabase) is opened, not entered.
bool is_data_folder(const fs::path& path) { return gis::folded_plain(path.filename().string()).ends_with(" gdb"); }

} // namespace

FolderListing list_folder(const fs::path& folder) {
    FolderListing out;
    std::error_code ec;
    out.folder = fs::absolute(folder, ec).lexically_normal();
    if (!out.folder.has_filename() && out.folder != out.folder.root_path()) out.folder = out.folder.parent_path();
    fs::directory_iterator item(out.folder, ec);
    if (ec) {
        const bool gone = ec == std::errc::no_such_file_or_directory || ec == std::errc::not_a_directory;
        out.trouble = gis::Text{gone ? "panels.files.gone" : "panels.files.unreadable", {{"why", ec.message()}}};
        return out;
    }
    for (; item != fs::directory_iterator{}; item.increment(ec)) {
        if (ec) {
            out.trouble = gis::Text{"panels.files.unreadable", {{"why", ec.message()}}};
            break;
        }
        if (out.entries.size() == FolderListing::most_entries) {
            out.trouble = gis::Text{"panels.files.too_many", {{"n", std::to_string(FolderListing::most_entries)}}};
            break;
        }
        FileEntry e;
        e.name = item->path().filename().string();
        std::error_code unknown;  // a link that leads nowhere is a file that cannot be read
        e.folder = item->is_directory(unknown) && !is_data_folder(item->path());
        e.readable = e.folder || gis::looks_readable(item->path());
        e.picture = !e.folder && is_picture(item->path());
        e.hidden = e.name.starts_with('.') || e.name.ends_with('~');
        e.key = gis::folded_plain(e.name);
        out.entries.push_back(std::move(e));
    }
    std::ranges::sort(out.entries, [](const FileEntry& a, const FileEntry& b) {
        if (a.folder != b.folder) return a.folder;
        return a.key != b.key ? reads_before(a.key, b.key) : a.name < b.name;
    });
    return out;
}

std::vector<std::size_t> shown_entries(const FolderListing& listing, bool only_communes, bool folders_only, bool all) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < listing.entries.size(); ++i) {
        const FileEntry& e = listing.entries[i];
        if (e.hidden || (folders_only && !e.folder && !is_geopackage(e))) continue;
        if (e.folder || all || (only_communes ? is_geopackage(e) : e.readable)) out.push_back(i);
    }
    return out;
}

std::vector<std::size_t> shown_pictures(const FolderListing& listing, bool all) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < listing.entries.size(); ++i) {
        const FileEntry& e = listing.entries[i];
        if (!e.hidden && (e.folder || all || e.picture)) out.push_back(i);
    }
    return out;
}

long row_beginning_with(const FolderListing& listing, const std::vector<std::size_t>& rows, std::string_view typed, long from) {
    const std::string wanted = gis::folded_plain(typed);
    const long count = static_cast<long>(rows.size());
    if (wanted.empty() || count == 0) return -1;
    for (long step = 0; step < count; ++step) {
        const long row = (std::max(from, 0l) + step) % count;
        if (listing.entries[rows[static_cast<std::size_t>(row)]].key.starts_with(wanted)) return row;
    }
    return -1;
}

std::vector<Crumb> crumbs_of(const fs::path& folder) {
    std::vector<Crumb> out;
    fs::path here;
    for (const fs::path& part : folder) {
        here /= part;
        if (!part.empty()) out.push_back({part.string(), here});
    }
    return out;
}

std::string commune_file_name(std::string_view name) {
    std::string plain = gis::folded_plain(name);
    std::ranges::replace(plain, ' ', '-');
    return plain.empty() ? plain : plain + ".gpkg";
}

} // namespace vigie::panels
