#include "panels/forms/work_form.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>


namespace vigie::panels {

namespace {

constexpr double longest_hours = 31 * 24, largest = 1e6;

// Lower case, without any kind of space.
std::string squeezed(std::string_view typed) {
    std::string out;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const char c = typed[i];
        if (c == ' ' || c == '\t') continue;
        if (typed.substr(i).starts_with("\u00a0")) { i += 1; continue; }
        if (typed.substr(i).starts_with("\u202f")) { i += 2; continue; }
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

std::optional<double> number(std::string text) {
    std::ranges::replace(text, ',', '.');
    double value = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || wrong != std::errc{} || end != text.data() + text.size() || !std::isfinite(value) || value < 0) return {};
    return value;
}

std::optional<gis::Seconds> seconds(double hours) {
    if (hours > longest_hours) return {};
    return gis::Seconds{std::llround(hours * 3600)};
}

template <class Line>
bool blank(const Line& line) { return line.name.empty(); }

} // namespace

std::optional<double> amount_from_typed(std::string_view typed) {
    const std::string text = squeezed(typed);
    if (text.empty()) return 0.0;
    const auto value = number(text);
    return value && *value <= largest ? value : std::nullopt;
}

std::string typed_amount(double amount, char decimal) {
    const auto thousandths = std::llround(amount * 1000);
    std::string rest = std::to_string(thousandths % 1000);
    rest.insert(0, 3 - rest.size(), '0');
    while (!rest.empty() && rest.back() == '0') rest.pop_back();
    return std::to_string(thousandths / 1000) + (rest.empty() ? "" : decimal + rest);
}

std::optional<gis::Seconds> work_time_from_typed(std::string_view typed) {
    std::string text = squeezed(typed);
    if (text.empty()) return gis::Seconds{0};
    if (text.ends_with("min")) text.resize(text.size() - 3);
    const std::size_t split = text.find_first_of("h:");
    if (split == std::string::npos) {
        const bool whole = text.find_first_of(",.") == std::string::npos;  // "45" are minutes, "1,5" hours
        const auto value = number(text);
        return value ? seconds(whole ? *value / 60 : *value) : std::nullopt;
    }
    const auto hours = number(text.substr(0, split));
    const std::string rest = text.substr(split + 1);
    const auto minutes = rest.empty() ? std::optional(0.0) : number(rest);
    if (!hours || !minutes || *minutes >= 60) return {};
    return seconds(*hours + *minutes / 60);
}

std::string typed_work_time(gis::Seconds duration) {
    const auto minutes = std::llround(static_cast<double>(duration.count()) / 60);
    if (minutes < 60) return std::to_string(minutes) + " min";
    const std::string rest = std::to_string(minutes % 60);
    return std::to_string(minutes / 60) + " h" + (minutes % 60 == 0 ? "" : (rest.size() < 2 ? " 0" : " ") + rest);
}

WorkForm work_form(const gis::WorkLines& lines, char decimal) {
    WorkForm form;
    for (const gis::TimeSpent& l : lines.hours) form.people.push_back({l.name, typed_work_time(l.duration), typed_amount(l.hour_eur, decimal)});
    for (const gis::MaterialUsed& l : lines.materials) form.materials.push_back({l.name, typed_amount(l.quantity, decimal), l.unit, typed_amount(l.unit_eur, decimal)});
    for (const gis::VehicleUsed& l : lines.vehicles)
        form.vehicles.push_back({l.name, l.km == 0 ? std::string{} : typed_amount(l.km, decimal), typed_amount(l.km_eur, decimal),
                                 l.duration == gis::Seconds{0} ? std::string{} : typed_work_time(l.duration), typed_amount(l.hour_eur, decimal)});
    return form;
}

ReadWork read_work(const WorkForm& form, gis::InterventionId intervention) {
    gis::command::RecordWork out{.intervention = intervention, .hours = {}, .materials = {}, .vehicles = {}};
    for (const WorkForm::Person& p : form.people) {
        if (blank(p) && p.duration.empty()) continue;
        const auto duration = work_time_from_typed(p.duration);
        const auto rate = amount_from_typed(p.rate);
        if (blank(p)) return {{}, "work.error.person"};
        if (!duration) return {{}, "work.error.duration"};
        if (!rate) return {{}, "work.error.amount"};
        out.hours.push_back({p.name, *duration, *rate});
    }
    for (const WorkForm::Material& m : form.materials) {
        if (blank(m) && m.quantity.empty()) continue;
        const auto quantity = amount_from_typed(m.quantity), price = amount_from_typed(m.price);
        if (blank(m)) return {{}, "work.error.material"};
        if (!quantity || !price) return {{}, "work.error.amount"};
        out.materials.push_back({m.name, m.unit, *quantity, *price});
    }
    for (const WorkForm::Vehicle& v : form.vehicles) {
        const auto duration = work_time_from_typed(v.duration);
        const auto km = amount_from_typed(v.km), km_rate = amount_from_typed(v.km_rate), hour_rate = amount_from_typed(v.hour_rate);
        if (!duration) return {{}, "work.error.duration"};
        if (!km || !km_rate || !hour_rate) return {{}, "work.error.amount"};
        if (*km == 0 && *duration == gis::Seconds{0}) continue;  // stood in the yard
        if (blank(v)) return {{}, "work.error.vehicle"};
        out.vehicles.push_back({v.name, *km, *km_rate, *duration, *hour_rate});
    }
    return {std::move(out), {}};
}

} // namespace vigie::panels
