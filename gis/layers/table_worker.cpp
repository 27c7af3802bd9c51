#include "gis/layers/table_worker.hpp"

#include <atomic>
#include <mutex>
#include <thread>

namespace vigie::gis {

// Each task says how far it is (below 0 = idle) and puts its result into a box under the lock. A task that is replaced is
// told to stop and left to end by itself: nobody waits for a sort. What it still says is dropped by its generation.
struct TableWorker::Impl {
    template <class T>
    struct Task {
        std::stop_source stop;
        std::atomic<std::uint64_t> generation{0};
        std::atomic<double> progress{-1};
        std::optional<std::pair<std::uint64_t, T>> box;  // under the lock
    };
    struct Running {
        std::shared_ptr<std::atomic<bool>> done;
        std::jthread thread;
    };

    std::function<void()> wake;
    std::mutex mutex;
    TableRows found;
    TableFigures figures;
    std::optional<FinishedExport> exported;
    Task<TableRows> search;
    Task<TableFigures> describe;
    Task<FinishedExport> write;
    std::vector<Running> threads;  // last: joined before what they write to goes

    ~Impl() {
        search.stop.request_stop();
        describe.stop.request_stop();
        write.stop.request_stop();
    }
    void call() const {
        if (wake) wake();
    }
    template <class T, class Work>
    void start(Task<T>& task, Work work) {
        task.stop.request_stop();
        task.stop = {};
        std::erase_if(threads, [](const Running& r) { return r.done->load(); });
        const std::uint64_t generation = ++task.generation;
        task.progress = 0;
        auto done = std::make_shared<std::atomic<bool>>(false);
        std::jthread thread([this, &task, work = std::move(work), generation, done, stop = task.stop.get_token()] {
            T result = work(stop, [&](double fraction) {
                if (task.generation != generation) return;
                task.progress = fraction;
                call();
            });
            {
                std::lock_guard lock(mutex);
                if (task.generation == generation) task.box.emplace(generation, std::move(result));
            }
            *done = true;
            call();
        });
        threads.push_back({std::move(done), std::move(thread)});
    }
    template <class T>
    std::optional<T> take(Task<T>& task) {
        std::lock_guard lock(mutex);
        if (!task.box || task.box->first != task.generation) return {};
        std::optional<T> out(std::move(task.box->second));
        task.box.reset();
        task.progress = -1;
        return out;
    }
    static std::optional<double> fraction(const std::atomic<double>& progress) {
        const double f = progress;
        return f < 0 ? std::nullopt : std::optional(f);
    }
};

TableWorker::TableWorker(std::function<void()> wake) : impl_(std::make_unique<Impl>()) { impl_->wake = std::move(wake); }
TableWorker::~TableWorker() = default;

void TableWorker::search(LayerPtr layer, RowQuery query) {
    impl_->start(impl_->search, [layer = std::move(layer), query = std::move(query)](const std::stop_token& stop, const std::function<void(double)>& progress) {
        FoundRows found = find_rows(layer, query, stop, progress);
        return TableRows{layer, query, std::make_shared<const std::vector<std::uint32_t>>(std::move(found.rows)), found.is_expression, std::move(found.error)};
    });
}

void TableWorker::describe(LayerPtr layer, std::string column, std::shared_ptr<const std::vector<std::uint32_t>> rows) {
    impl_->start(impl_->describe, [layer = std::move(layer), column = std::move(column), rows = std::move(rows)](const std::stop_token& stop, const auto&) {
        const Column* of = layer->column(column);
        return TableFigures{layer, column, rows, of ? statistics_of(*of, *rows, stop) : ColumnStatistics{}};
    });
}

void TableWorker::write(LayerPtr layer, MapPlane plane, ExportOptions options) {
    impl_->start(impl_->write, [layer = std::move(layer), plane = std::move(plane), options = std::move(options)](const std::stop_token& stop, const std::function<void(double)>& progress) {
        return FinishedExport{options.file, export_features(*layer, plane, options, stop, progress)};
    });
}

void TableWorker::stop_writing() { impl_->write.stop.request_stop(); }

bool TableWorker::poll() {
    bool any = false;
    if (auto rows = impl_->take(impl_->search)) impl_->found = std::move(*rows), any = true;
    if (auto figures = impl_->take(impl_->describe)) impl_->figures = std::move(*figures), any = true;
    if (auto file = impl_->take(impl_->write)) impl_->exported.emplace(std::move(*file)), any = true;
    return any;
}

const TableRows& TableWorker::found() const { return impl_->found; }
const TableFigures& TableWorker::figures() const { return impl_->figures; }
std::optional<FinishedExport> TableWorker::take_finished_export() { return std::exchange(impl_->exported, std::nullopt); }
std::optional<double> TableWorker::searching() const { return Impl::fraction(impl_->search.progress); }
std::optional<double> TableWorker::writing() const { return Impl::fraction(impl_->write.progress); }
bool TableWorker::describing() const { return impl_->describe.progress >= 0; }

} // namespace vigie::gis
