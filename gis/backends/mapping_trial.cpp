#include "gis/backends/mapping_trial.hpp"

#include <iterator>

#include "gis/backends/mapping.hpp"
#include "gis/backends/said.hpp"

namespace vigie::gis {

namespace {

vigie_str str(const std::string& s) { return {s.data(), s.size()}; }

vigie_error empty_error() {
    vigie_error error{};
    error.size = sizeof error;
    return error;
}

} // namespace

MappingTrial::MappingTrial(std::shared_ptr<const vigie_backend> table, const SourceConfig& config, const Clock& clock)
    : table_(std::move(table)), config_(config), clock_(clock), batch_{config.id, {}, {}} {
    static constexpr auto self = [](void* ctx) -> MappingTrial& { return *static_cast<MappingTrial*>(ctx); };
    host_.size = sizeof host_;
    host_.abi = VIGIE_ABI;
    host_.ctx = this;
    host_.app = "vigie";
    host_.version = "1";
    host_.cancel_fd = -1;  // poll passes over it
    host_.push = [](void* ctx, const vigie_batch* batch) -> std::int32_t {
        MappedBatch mapped = map_batch(self(ctx).config_.id, *batch);
        if (mapped.refused) return VIGIE_PUSH_REFUSED;
        auto& to = self(ctx).batch_.changes;
        if (to.size() + mapped.batch.changes.size() > max_inbox_changes) return VIGIE_PUSH_CANCELLED;
        to.insert(to.end(), std::make_move_iterator(mapped.batch.changes.begin()), std::make_move_iterator(mapped.batch.changes.end()));
        return VIGIE_PUSH_TAKEN;
    };
    host_.state = [](void*, std::int32_t, vigie_str, std::int64_t) {};
    host_.ack = [](void*, std::uint64_t, std::int32_t, vigie_str, vigie_str, vigie_str) {};
    host_.log = [](void*, std::int32_t, vigie_str) {};
    host_.cancelled = [](void*) -> std::int32_t { return 0; };
    host_.now_ms = [](void* ctx) -> std::int64_t { return ms_since_epoch(self(ctx).clock_.now()); };
    host_.secret = [](void*, vigie_str, char*, std::uint64_t*) -> std::int32_t { return 1; };
    host_.extension = [](void*, const char*) -> const void* { return nullptr; };
}

MappingTrial::~MappingTrial() {
    if (instance_) table_->destroy(instance_);
}

Result<const vigie_mapping*> MappingTrial::open() {
    vigie_error error = empty_error();
    if (table_->create(&host_, &instance_, &error) != 0) return error_from(error);
    if (table_->configure(instance_, str(config_.config_json), &error) != 0) return error_from(error);
    const auto* mapping = table_->extension ? static_cast<const vigie_mapping*>(table_->extension(instance_, "vigie.mapping/1")) : nullptr;
    if (!mapping || !VIGIE_HAS(mapping, vigie_mapping, propose))
        return Error{ErrorClass::unsupported, Text{"backends.no_mapping", {{"name", config_.backend}}}, {}, {}};
    return mapping;
}

Result<ChangeBatch> MappingTrial::try_sample(const std::string& where, const std::string& text) {
    const auto mapping = open();
    if (!mapping) return mapping.error();
    vigie_error error = empty_error();
    if ((*mapping)->try_sample(instance_, str(where), str(text), &error) != 0) return error_from(error);
    return std::move(batch_);
}

Result<std::string> MappingTrial::propose(const std::string& where, const std::string& text) {
    const auto mapping = open();
    if (!mapping) return mapping.error();
    vigie_error error = empty_error();
    std::string json(max_proposal_bytes, '\0');
    std::uint64_t len = json.size();
    const std::int32_t answer = (*mapping)->propose(instance_, str(where), str(text), json.data(), &len, &error);
    if (answer == 2) return Error{ErrorClass::limit, Text{"backends.no_mapping", {{"name", config_.backend}}}, {}, "proposal over a mebibyte"};
    if (answer != 0) return error_from(error);
    json.resize(static_cast<std::size_t>(len));
    return json;
}

} // namespace vigie::gis
