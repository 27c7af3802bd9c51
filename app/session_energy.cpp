// The part of a Session that keeps « Énergie et eau »: what the meters took is read by portions on the session's thread, the picture
// is made beside it.
#include <chrono>
#include <map>
#include <set>

#include "app/session_workers.hpp"
#include "gis/energy/energy_accounts.hpp"
#include "gis/energy/make_energy_picture.hpp"
#include "gis/energy/reading_file.hpp"
#include "gis/store/whole_file.hpp"

namespace vigie::app {

namespace {

constexpr std::chrono::milliseconds reading_budget{4};  // of a frame
constexpr const char* mapping_key = "readings_mapping";  // what files call the meters, where they say it otherwise

bool same_work(const std::vector<gis::EnergyWork>& a, const std::vector<gis::EnergyWork>& b) {
    return std::ranges::equal(a, b, [](const gis::EnergyWork& x, const gis::EnergyWork& y) { return x.id == y.id && x.building == y.building && x.kind == y.kind && x.finished == y.finished && x.created_at == y.created_at; });
}

} // namespace

struct Session::ReadReadings {
    std::string file;
    gis::Result<gis::ReadReadingFile> read;
};

struct Session::EnergyShelf {
    explicit EnergyShelf(const std::function<void()>& wake) : made_box(wake), read_box(wake) {}
    struct Made {
        std::uint64_t generation;
        gis::EnergyAsk ask;
        gis::EnergyPicture picture;
        std::shared_ptr<const gis::EnergyInput> input;
    };
    std::optional<gis::EnergyAsk> asked;    // since the last tick
    std::optional<gis::EnergyAsk> wanted;   // in the last tick; nothing: nobody looks
    gis::EnergyInput input;                 // as read so far
    std::map<gis::MeterId, std::shared_ptr<const gis::UseSeries>> use;
    std::set<gis::MeterId> dirty;
    std::uint64_t readings_seen = 0, meters_seen = 0, buildings_seen = 0, work_seen = 0, shown_generation = 0;
    std::string settings_seen;
    std::chrono::year grid_year{};
    gis::Time hour{};                       // of the live picture, when it was last looked at
    std::uint64_t generation = 1;           // grows when what a picture is made from changes
    std::optional<gis::EnergyPicture> picture;
    std::shared_ptr<const gis::EnergyInput> picture_input;
    gis::EnergyAsk picture_ask;             // as asked, what was open still open
    bool running = false;
    gis::EnergyAsk running_ask;
    Mailbox<Made> made_box;
    Mailbox<ReadReadings> read_box;
    std::jthread worker, reader;
};

void Session::want_energy(const gis::EnergyAsk& ask) {
    if (!energy_) energy_ = std::make_shared<EnergyShelf>(wake_);
    energy_->asked = ask;
}

const gis::EnergyPicture* Session::energy() const { return energy_ && energy_->picture ? &*energy_->picture : nullptr; }

bool Session::energy_running() const {
    return energy_ && energy_->wanted && (energy_->running || !energy_->dirty.empty() || !energy_->picture || energy_->shown_generation != energy_->generation || energy_->picture_ask != *energy_->wanted);
}

std::shared_ptr<const gis::EnergyInput> Session::energy_input() const { return energy_ ? energy_->picture_input : nullptr; }

// How cold it was, by the commune's first thermometer of outdoor air that has seen some days.
void Session::read_weather() {
    EnergyShelf& shelf = *energy_;
    gis::Weather best;
    for (const gis::Sensor& s : world().sensors()) {
        if (s.kind != "temperature_air") continue;
        const auto days = desk_->observation_days(s.id, gis::Time{}, now());
        gis::Weather weather = gis::weather_of(days, catalog_.energy.degree_base, gis::local_day(now(), zone_));
        if (weather.degree_days.size() > best.degree_days.size()) best = std::move(weather);
    }
    shelf.input.weather = std::move(best);
}

// Those that are stale, as many as the frame has time for.
void Session::read_meters() {
    EnergyShelf& shelf = *energy_;
    const auto until = std::chrono::steady_clock::now() + reading_budget;
    const gis::DayGrid& grid = *shelf.input.grid;
    const double gas = catalog_.energy.gas_kwh_per_m3;
    while (!shelf.dirty.empty() && std::chrono::steady_clock::now() < until) {
        const gis::MeterId id = *shelf.dirty.begin();
        shelf.dirty.erase(shelf.dirty.begin());
        const gis::Meter* meter = world().find(id);
        if (!meter) { shelf.use.erase(id); continue; }
        const auto readings = desk_->readings(id, gis::Time{}, gis::Time::max());
        const auto factor = gis::meter_factor(*meter, gas);
        gis::UseSeries use = gis::series_of(grid, id, factor ? readings : decltype(readings){}, factor.value_or(1));
        if (const gis::Sensor* sensor = use.empty() && meter->sensor ? world().find(meter->sensor) : nullptr)
            if (const auto rate = gis::sensor_factor(*sensor, *meter, gas)) use = gis::series_of_sensor(grid, id, desk_->observation_hours(sensor->id, grid.first(), now()), *rate);
        shelf.use[id] = std::make_shared<const gis::UseSeries>(std::move(use));
        ++shelf.generation;
    }
    if (!shelf.dirty.empty()) wake_();
}

void Session::begin_energy() {
    EnergyShelf& shelf = *energy_;
    gis::EnergyInput input = shelf.input;
    input.now = now();
    input.zone = zone_;
    for (gis::EnergyMeter& m : input.meters) m.use = shelf.use[m.row.id];
    std::erase_if(input.meters, [](const gis::EnergyMeter& m) { return !m.use; });
    shelf.running = true;
    shelf.running_ask = *shelf.wanted;
    shelf.worker = std::jthread([&shelf, generation = shelf.generation, ask = *shelf.wanted, input = std::make_shared<const gis::EnergyInput>(std::move(input))](std::stop_token stop) {
        gis::EnergyPicture picture = gis::make_energy_picture(*input, ask, stop);
        shelf.made_box.put({generation, ask, std::move(picture), input});
    });
}

bool Session::look_at_energy() {
    if (!energy_) return false;
    EnergyShelf& shelf = *energy_;
    bool changed = false;
    shelf.wanted = std::exchange(shelf.asked, {});  // said again with the next frame that shows it
    for (EnergyShelf::Made& made : shelf.made_box.take()) {
        shelf.running = false;
        // Made for a question nobody asks any more: only shown where there is nothing else.
        const bool current = !shelf.wanted || made.ask == *shelf.wanted;
        if (shelf.worker.get_stop_token().stop_requested() || (!current && shelf.picture)) continue;
        shelf.picture = std::move(made.picture);
        shelf.picture_input = std::move(made.input);
        shelf.picture_ask = made.ask;
        shelf.shown_generation = made.generation;
        changed = true;
    }
    if (!shelf.wanted) return changed;
    const gis::Time hour = std::chrono::floor<std::chrono::hours>(now());
    const std::chrono::year year = std::chrono::year_month_day{gis::local_day(now(), zone_)}.year();
    const std::uint64_t meters = world().revision(gis::EntityKind::meter), buildings = world().revision(gis::EntityKind::building), work = world().revision(gis::EntityKind::intervention);
    const std::string settings = desk_->setting("energy_contract") + '\n' + desk_->setting("operat") + '\n' + desk_->setting("school_zone") + '\n' + desk_->setting("insee");
    const bool new_world = meters != shelf.meters_seen || buildings != shelf.buildings_seen || work != shelf.work_seen;
    const bool new_grid = year != shelf.grid_year || !shelf.input.grid;
    if (new_grid) {
        shelf.input.grid = std::make_shared<const gis::DayGrid>(gis::energy_grid(now(), zone_));
        shelf.grid_year = year;
        shelf.use.clear();
    }
    if (new_grid || settings != shelf.settings_seen) {
        const std::string insee = desk_->setting("insee"), department = insee.substr(0, 2);
        const bool alsace = department == "57" || department == "67" || department == "68";
        shelf.input.kinds = std::make_shared<const gis::DayKinds>(*shelf.input.grid, gis::SchoolCalendar::of(catalog_, gis::school_zone(catalog_, desk_->setting("school_zone"), insee)),
                                                                  alsace ? gis::HolidayRegion::alsace_moselle : gis::HolidayRegion::france);
        shelf.input.contract = gis::read_energy_contract(desk_->setting("energy_contract"), desk_->setting("operat"));
        shelf.settings_seen = settings;
        ++shelf.generation;
    }
    if (new_world) {
        const auto before = shelf.input.work;
        gis::read_world(shelf.input, world(), catalog_);
        if (meters != shelf.meters_seen || buildings != shelf.buildings_seen || !same_work(before, shelf.input.work)) ++shelf.generation;
        if (meters != shelf.meters_seen)
            for (const gis::EnergyMeter& m : shelf.input.meters) shelf.dirty.insert(m.row.id);
        shelf.meters_seen = meters, shelf.buildings_seen = buildings, shelf.work_seen = work;
    }
    if (new_grid)
        for (const gis::EnergyMeter& m : shelf.input.meters) shelf.dirty.insert(m.row.id);
    if (const std::uint64_t readings = desk_->readings_revision(); readings != shelf.readings_seen) {
        for (const gis::MeterId id : desk_->metered_since(shelf.readings_seen)) shelf.dirty.insert(id);
        shelf.readings_seen = readings;
    }
    if (hour != shelf.hour) {
        // What sensors saw meanwhile, and who fell silent.
        for (const gis::EnergyMeter& m : shelf.input.meters)
            if (m.row.sensor && (!shelf.use.contains(m.row.id) || shelf.use[m.row.id]->empty() || shelf.use[m.row.id]->last < hour - std::chrono::hours{48})) shelf.dirty.insert(m.row.id);
        read_weather();
        shelf.hour = hour;
        ++shelf.generation;
    }
    read_meters();
    const gis::EnergyAsk ask = *shelf.wanted;
    if (shelf.running && shelf.running_ask != ask) shelf.worker.request_stop();
    const bool due = !shelf.picture || shelf.shown_generation != shelf.generation || shelf.picture_ask != ask;
    if (due && !shelf.running && shelf.dirty.empty()) begin_energy();
    return changed;
}

const gis::EnergyPicture* Session::wait_for_energy(const gis::EnergyAsk& ask, gis::Millis patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        want_energy(ask);
        (void)tick();
        if (!energy_running()) return energy();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return nullptr;
}

gis::Outcome Session::export_operat(const std::filesystem::path& file) {
    const auto input = energy_input();
    if (!input) return gis::Error{gis::ErrorClass::input, {"metering.operat.not_ready", {}}, {"metering.operat.not_ready.remedy", {}}, {}};
    const int year = static_cast<int>(std::chrono::year_month_day{gis::local_day(now(), zone_)}.year()) - 1;
    if (!gis::write_whole(file, gis::operat_csv(*input, year))) return gis::Error{gis::ErrorClass::input, {"metering.operat.not_written", {{"path", file.string()}}}, {"metering.operat.not_written.remedy", {}}, {}};
    return gis::Done{};
}

void Session::add_readings(const std::vector<std::filesystem::path>& files) {
    if (!energy_) energy_ = std::make_shared<EnergyShelf>(wake_);
    EnergyShelf& shelf = *energy_;
    std::vector<gis::Meter> meters(world().meters().begin(), world().meters().end());
    std::vector<gis::Building> buildings(world().buildings().begin(), world().buildings().end());
    if (shelf.reader.joinable()) shelf.reader.join();  // a file at a time; the one before is read in a moment
    shelf.reader = std::jthread([&shelf, files, zone = zone_, mapping = desk_->setting(mapping_key), meters = std::move(meters), buildings = std::move(buildings)](std::stop_token stop) {
        for (const auto& file : files) {
            if (stop.stop_requested()) return;
            shelf.read_box.put({file.filename().string(), gis::read_reading_file(file, {meters, buildings, zone, mapping})});
        }
    });
}

std::vector<gis::Result<gis::Receipt>> Session::take_readings(const gis::Actor& actor) {
    std::vector<gis::Result<gis::Receipt>> out;
    if (!energy_) return out;
    for (ReadReadings& done : energy_->read_box.take()) {
        if (!done.read) {
            out.emplace_back(done.read.error());
            continue;
        }
        for (gis::Notice& n : done.read->notices) notices_.push_back(std::move(n));
        out.push_back(desk_->execute(gis::command::AddReadings{std::make_shared<const std::vector<gis::MeterReadings>>(std::move(done.read->readings)), done.file}, actor));
    }
    return out;
}

} // namespace vigie::app
