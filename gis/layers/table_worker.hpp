// What runs behind an attribute table, beside the thread that draws: finding and sorting rows, the figures of a column,
// writing a file. One of each at a time; a new one replaces an old one that is not done. Owned by whoever owns the frame.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gis/layers/column_statistics.hpp"
#include "gis/layers/export.hpp"
#include "gis/layers/find_rows.hpp"

namespace vigie::gis {

// Rows that were found, shared with whoever shows them.
struct TableRows {
    LayerPtr layer;
    RowQuery query;
    std::shared_ptr<const std::vector<std::uint32_t>> rows;
    bool is_expression = false;
    std::optional<Error> error;
};

struct TableFigures {
    LayerPtr layer;
    std::string column;
    std::shared_ptr<const std::vector<std::uint32_t>> rows;
    ColumnStatistics values;
};

struct FinishedExport {
    std::filesystem::path file;
    Result<ExportReport> result;
};

class TableWorker {
public:
    // `wake` is called from the worker's threads when something came back or moved on.
    explicit TableWorker(std::function<void()> wake = {});
    ~TableWorker();  // stops and joins, within half a second
    TableWorker(const TableWorker&) = delete;
    TableWorker& operator=(const TableWorker&) = delete;

    void search(LayerPtr layer, RowQuery query);
    void describe(LayerPtr layer, std::string column, std::shared_ptr<const std::vector<std::uint32_t>> rows);
    void write(LayerPtr layer, MapPlane plane, ExportOptions options);
    void stop_writing();

    // Takes in what came back: true when something did. Then these hold until the next call. Owner's thread.
    bool poll();
    [[nodiscard]] const TableRows& found() const;
    [[nodiscard]] const TableFigures& figures() const;
    [[nodiscard]] std::optional<FinishedExport> take_finished_export();

    // 0…1 while running, nothing when idle.
    [[nodiscard]] std::optional<double> searching() const;
    [[nodiscard]] std::optional<double> writing() const;
    [[nodiscard]] bool describing() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace vigie::gis
