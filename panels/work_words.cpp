#include "panels/work_words.hpp"

#include "gis/model/work_states.hpp"
#include "panels/status.hpp"

namespace vigie::panels {

std::string status_words(const gis::Catalog& catalog, const gis::Language& language, const gis::Intervention& i) {
    const gis::InterventionStatus* status = gis::status_of(catalog, i);
    return status ? status->name.in(language.code()) : language(look_of(i.state).key);
}

std::string euros(const gis::Language& language, double amount) { return language.number(amount, 2) + "\u00a0€"; }

} // namespace vigie::panels
