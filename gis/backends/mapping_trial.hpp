// A backend's mapping tried on one sample without starting anything: an instance that is configured, asked and destroyed.
#pragma once

#include <memory>
#include <string>

#include "gis/backends/hub.hpp"
#include "gis/backends/vigie_backend.h"

namespace vigie::gis {

inline constexpr std::size_t max_proposal_bytes = 1u << 20;

class MappingTrial {
public:
    MappingTrial(std::shared_ptr<const vigie_backend> table, const SourceConfig& config, const Clock& clock);
    ~MappingTrial();
    MappingTrial(const MappingTrial&) = delete;
    MappingTrial& operator=(const MappingTrial&) = delete;

    Result<ChangeBatch> try_sample(const std::string& where, const std::string& text);
    Result<std::string> propose(const std::string& where, const std::string& text);

private:
    Result<const vigie_mapping*> open();

    std::shared_ptr<const vigie_backend> table_;
    const SourceConfig& config_;
    const Clock& clock_;
    ChangeBatch batch_;
    vigie_host host_{};
    void* instance_ = nullptr;
};

} // namespace vigie::gis
