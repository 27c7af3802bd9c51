#include "gis/layers/commune/download.hpp"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

#include "gis/layers/commune/public_error.hpp"
#include "gis/layers/remote/stream.hpp"

namespace vigie::gis {

namespace {

namespace fs = std::filesystem;
using remote::TransferFailure;
using remote::TransferReply;

constexpr int most_attempts = 4;
constexpr int longest_wait_s = 90, usual_wait_s = 5;
constexpr auto longest_download = std::chrono::hours(2);

// What the server said of a file: its address (another one is another file) and its validators.
struct Known {
    std::string url, etag, modified;
    // If-Range takes strong validators only (RFC 9110 §13.1.5).
    [[nodiscard]] std::string strong() const { return !etag.empty() && !etag.starts_with("W/") ? etag : modified; }
};

fs::path part_of(const fs::path& file) { return file.string() + ".part"; }
fs::path known_of(const fs::path& file) { return file.string() + ".json"; }

Known recall(const fs::path& file, const std::string& url) {
    std::ifstream in(known_of(file), std::ios::binary);
    const auto json = nlohmann::json::parse(in, nullptr, false);
    const auto text = [&](const char* member) {
        const auto found = json.is_object() ? json.find(member) : json.end();
        return json.is_object() && found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    Known known{text("url"), text("etag"), text("modified")};
    return known.url == url ? known : Known{};
}

bool remember(const fs::path& file, const Known& known) {
    std::ofstream out(known_of(file), std::ios::binary | std::ios::trunc);
    out << nlohmann::json{{"url", known.url}, {"etag", known.etag}, {"modified", known.modified}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return static_cast<bool>(out.flush());
}

// The part and what was said of it; the next attempt asks for everything.
void forget(const fs::path& file) {
    std::error_code ec;
    fs::remove(part_of(file), ec);
    fs::remove(known_of(file), ec);
}

bool is_there(const fs::path& file) {
    std::error_code ec;
    return fs::exists(file, ec);
}

std::uintmax_t size_of(const fs::path& file) {
    std::error_code ec;
    const auto bytes = fs::file_size(file, ec);
    return ec ? 0 : bytes;
}

std::uintmax_t number_in(std::string_view text) {
    std::uintmax_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// "bytes 1000-4999/5000": where the piece begins; nothing understood = nowhere.
std::uintmax_t range_start(std::string_view header) {
    return header.starts_with("bytes ") ? number_in(header.substr(6)) : std::uintmax_t(-1);
}

void wait(int seconds, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any woken;
    std::unique_lock lock(mutex);
    woken.wait_for(lock, stop, std::chrono::seconds(seconds), [] { return false; });
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

// One answer being written to the part file.
class Attempt {
public:
    Attempt(const DownloadRequest& request, const Known& known, const std::function<void(const DownloadProgress&)>& progress)
        : request_(request), known_(known), progress_(progress), there_(known.strong().empty() ? 0 : size_of(part_of(request.file))) {}

    std::variant<TransferReply, TransferFailure> run(const std::stop_token& stop) {
        remote::TransferRequest wanted;
        wanted.url = request_.url;
        wanted.limits = {.connect = std::chrono::seconds(15), .whole = longest_download, .bytes = static_cast<std::size_t>(request_.most_bytes)};
        if (there_ > 0) {
            wanted.headers.push_back("Range: bytes=" + std::to_string(there_) + "-");
            wanted.headers.push_back("If-Range: " + known_.strong());
        } else if (size_of(request_.file) > 0 && !is_there(part_of(request_.file))) {
            if (!known_.etag.empty()) wanted.headers.push_back("If-None-Match: " + known_.etag);
            else if (!known_.modified.empty()) wanted.headers.push_back("If-Modified-Since: " + known_.modified);
        }
        auto outcome = remote::transfer_into(wanted, [this](const TransferReply& head, std::string_view piece) { return take(head, piece); }, {stop, -1});
        if (out_ && std::fflush(out_.get()) != 0) unwritable_ = true;
        out_.reset();
        return outcome;
    }
    [[nodiscard]] std::uintmax_t resumed_at() const { return resumed_ ? there_ : 0; }
    [[nodiscard]] bool unwritable() const { return unwritable_; }
    [[nodiscard]] bool misplaced() const { return misplaced_; }  // another piece than the one asked for
    [[nodiscard]] std::uintmax_t total() const { return total_; }

private:
    bool take(const TransferReply& head, std::string_view piece) {
        if (head.status != 200 && head.status != 206) return true;  // words about an error
        if (!out_ && !begin(head)) return false;
        if (written_ + piece.size() > request_.most_bytes) return false;
        if (std::fwrite(piece.data(), 1, piece.size(), out_.get()) != piece.size()) {
            unwritable_ = true;
            return false;
        }
        written_ += piece.size();
        if (progress_) progress_({written_, total_});
        return true;
    }

    // The validators are on disk before the first byte that they are about.
    bool begin(const TransferReply& head) {
        resumed_ = head.status == 206 && there_ > 0 && range_start(head.header("content-range")) == there_;
        misplaced_ = head.status == 206 && !resumed_;
        if (misplaced_) return false;
        written_ = resumed_ ? there_ : 0;
        if (const std::uintmax_t length = number_in(head.header("content-length"))) total_ = written_ + length;
        std::error_code ec;
        fs::create_directories(request_.file.parent_path(), ec);
        if (!resumed_) {
            fs::remove(part_of(request_.file), ec);
            unwritable_ = !remember(request_.file, {request_.url, std::string(head.header("etag")), std::string(head.header("last-modified"))});
        }
        out_ = File(std::fopen(part_of(request_.file).c_str(), resumed_ ? "ab" : "wb"), std::fclose);
        unwritable_ = unwritable_ || !out_;
        return !unwritable_;
    }

    const DownloadRequest& request_;
    const Known known_;
    const std::function<void(const DownloadProgress&)>& progress_;
    const std::uintmax_t there_;
    File out_{nullptr, std::fclose};
    std::uintmax_t written_ = 0, total_ = 0;
    bool resumed_ = false, unwritable_ = false, misplaced_ = false;
};

// An error is final; nothing = to be tried again after `wait_s`.
std::optional<Result<Downloaded>> judge(const DownloadRequest& request, Attempt& attempt, const std::variant<TransferReply, TransferFailure>& outcome, int& wait_s) {
    if (attempt.unwritable()) return Error(unwritable_error(part_of(request.file), {}));
    if (attempt.misplaced()) {
        forget(request.file);
        return {};
    }
    if (const auto* failure = std::get_if<TransferFailure>(&outcome)) {
        using enum TransferFailure::Kind;
        if (failure->kind == timed_out || failure->kind == unreachable) return {};
        if (failure->kind == too_big) forget(request.file);
        return line_error(*failure, request.url);
    }
    const auto& reply = std::get<TransferReply>(outcome);
    if (reply.status == 304) return Downloaded{size_of(request.file), true, 0};
    if (reply.status == 416) {  // the part is longer than the file is now
        forget(request.file);
        wait_s = 0;
        return {};
    }
    if (reply.status == 429 || reply.status == 503 || reply.status == 504) {
        wait_s = std::max(1, static_cast<int>(std::min<std::uintmax_t>(number_in(reply.header("retry-after")), 86'400)));
        if (reply.header("retry-after").empty()) wait_s = usual_wait_s;
        if (wait_s > longest_wait_s) return busy_error(wait_s, request.url);
        return {};
    }
    if (reply.status != 200 && reply.status != 206) return status_error(reply.status, request.url);
    if (!is_there(part_of(request.file))) return unusable_error(request.url, "empty");
    if (attempt.total() > 0 && size_of(part_of(request.file)) < attempt.total()) return {};
    std::error_code ec;
    fs::rename(part_of(request.file), request.file, ec);
    if (ec) return Error(unwritable_error(request.file, ec.message()));
    return Downloaded{size_of(request.file), false, attempt.resumed_at()};
}

Error last_error(const DownloadRequest& request, const std::variant<TransferReply, TransferFailure>& outcome) {
    if (const auto* failure = std::get_if<TransferFailure>(&outcome)) return line_error(*failure, request.url);
    const long status = std::get<TransferReply>(outcome).status;
    return status == 429 || status == 503 || status == 504 ? busy_error(0, request.url) : status_error(status, request.url);
}

} // namespace

Result<Downloaded> download(const DownloadRequest& request, const std::stop_token& stop, const std::function<void(const DownloadProgress&)>& progress) {
    for (int attempted = 1;; ++attempted) {
        Attempt attempt(request, recall(request.file, request.url), progress);
        const auto outcome = attempt.run(stop);
        if (stop.stop_requested()) return stopped_error();
        int wait_s = attempted;
        if (auto judged = judge(request, attempt, outcome, wait_s)) return std::move(*judged);
        if (attempted == most_attempts) return last_error(request, outcome);
        wait(wait_s, stop);
        if (stop.stop_requested()) return stopped_error();
    }
}

} // namespace vigie::gis
