#include "panels/lists/costs_csv.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "gis/model/words.hpp"
#include "gis/model/work_cost.hpp"
#include "panels/lists/csv.hpp"

namespace vigie::panels {

namespace {

gis::Time day_of_work(const gis::Intervention& i) {
    return i.actual_end ? *i.actual_end : i.actual_start ? *i.actual_start : i.start ? *i.start : i.created_at;
}

// A spreadsheet reads digits and one decimal mark, nothing between them.
std::string plain_number(const gis::Language& language, double value, int decimals) {
    std::string text = fmt::format("{:.{}f}", value, decimals);
    if (language.code() != "en") std::ranges::replace(text, '.', ',');
    return text;
}

class Sheet {
public:
    explicit Sheet(char separator) : separator_(separator) {}
    void line(std::initializer_list<std::string> fields) {
        bool first = true;
        for (const std::string& field : fields) {
            if (!first) out.text += separator_;
            first = false;
            out.text += csv_field(field, separator_);
        }
        out.text += "\r\n";
    }
    CostsCsv out{.text = "\xEF\xBB\xBF", .lines = 0};

private:
    char separator_;
};

} // namespace

CostsCsv costs_csv(const gis::World& world, const gis::Catalog& catalog, const gis::Language& language, const std::string& zone) {
    Sheet sheet(language.code() == "en" ? ',' : ';');
    const auto tr = [&](std::string_view key) { return language(key); };
    sheet.line({tr("work.csv.date"), tr("work.csv.number"), tr("work.csv.title"), tr("work.csv.asset"), tr("work.csv.quartier"), tr("work.csv.kind"),
                tr("work.csv.what"), tr("work.csv.amount"), tr("work.csv.unit"), tr("work.csv.rate"), tr("work.csv.sum")});
    std::vector<const gis::Intervention*> done;
    for (const gis::Intervention& i : world.interventions())
        if (!i.hours.empty() || !i.materials.empty() || !i.vehicles.empty()) done.push_back(&i);
    std::ranges::sort(done, [](const auto* a, const auto* b) { return std::pair(day_of_work(*a), a->number) < std::pair(day_of_work(*b), b->number); });
    for (const gis::Intervention* i : done) {
        const gis::Asset* asset = world.find(i->asset);
        const gis::InterventionTemplate* kind = catalog.intervention(i->kind);
        const std::string title = !i->title.empty() ? i->title : kind ? kind->name.in(language.code()) : i->kind;
        const auto line = [&](const char* nature, const std::string& what, double amount, const std::string& unit, double rate) {
            sheet.line({language.date(day_of_work(*i), zone), gis::label(*i), title, asset ? (asset->code.empty() ? asset->name : asset->code) : std::string{},
                        i->quartier, tr(nature), what, plain_number(language, amount, 3), unit, plain_number(language, rate, 3),
                        plain_number(language, amount * rate, 2)});
            ++sheet.out.lines;
        };
        const auto hours = [](gis::Seconds d) { return static_cast<double>(d.count()) / 3600; };
        for (const gis::TimeSpent& t : i->hours) line("work.costs.labour", t.name, hours(t.duration), "h", t.hour_eur);
        for (const gis::MaterialUsed& m : i->materials) line("work.costs.materials", m.name, m.quantity, m.unit, m.unit_eur);
        for (const gis::VehicleUsed& v : i->vehicles) {
            if (v.km > 0) line("work.costs.vehicles", v.name, v.km, "km", v.km_eur);
            if (v.duration > gis::Seconds{0}) line("work.costs.vehicles", v.name, hours(v.duration), "h", v.hour_eur);
        }
    }
    return std::move(sheet.out);
}

} // namespace vigie::panels
