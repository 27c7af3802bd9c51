// Until the commune file is there: a desk that holds a World and accepts nothing else.
#include "gis/store/desk.hpp"

namespace vigie::gis {
struct Desk::Impl {
    World world;
    std::vector<Notice> notices;
};
Desk::Desk(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Desk::Desk(Desk&&) noexcept = default;
Desk& Desk::operator=(Desk&&) noexcept = default;
Desk::~Desk() = default;
Result<Desk> Desk::open(DeskOptions) { return Desk(std::make_unique<Impl>()); }
const World& Desk::world() const { return impl_->world; }
const std::vector<Notice>& Desk::notices() const { return impl_->notices; }
Result<Receipt> Desk::execute(const Command&, const Actor&) { return Error{ErrorClass::unsupported, {}, {}, {}}; }
Result<Receipt> Desk::execute(std::span<const Command>, const Actor&) { return Error{ErrorClass::unsupported, {}, {}, {}}; }
Result<Delta> Desk::accept(const ChangeBatch&) { return Delta{}; }
Result<Delta> Desk::derive(const EditSet& edits, const Text&, bool) { return impl_->world.apply(edits); }
std::string Desk::cursor(const std::string&) const { return {}; }
std::uint32_t Desk::waiting(const std::string&) const { return 0; }
const Text* Desk::undo_summary() const { return nullptr; }
const Text* Desk::redo_summary() const { return nullptr; }
Result<Receipt> Desk::undo(const Actor&) { return Error{ErrorClass::unsupported, {}, {}, {}}; }
Result<Receipt> Desk::redo(const Actor&) { return Error{ErrorClass::unsupported, {}, {}, {}}; }
std::vector<JournalEntry> Desk::history(EntityRef, std::size_t) const { return {}; }
std::vector<JournalEntry> Desk::journal(std::size_t) const { return {}; }
std::optional<std::uint64_t> Desk::first_broken_link() const { return {}; }
Result<Reporter> Desk::reporter(ReportId) const { return Reporter{}; }
std::vector<Observation> Desk::observations(SensorId, Time, Time) const { return {}; }
std::string Desk::setting(const std::string&) const { return {}; }
Outcome Desk::set_setting(const std::string&, const std::string&) { return Done{}; }
} // namespace vigie::gis
