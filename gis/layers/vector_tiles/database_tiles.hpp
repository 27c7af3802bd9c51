// A table of PostGIS as vector tiles that the database itself makes (ST_AsMVT), so that a layer of any size is drawn by what the
// view shows. From afar a fixed sample of a large table stands for it. Tiles are kept: without the database the last ones are
// shown. Any thread; one statement at a time; gives up within a second of the token.
#pragma once

#include <stop_token>

#include "gis/layers/remote/services.hpp"
#include "gis/layers/vector_tiles/vector_tiles.hpp"

namespace vigie::gis {

// Tables with a geometry column that this user may read. `address`: "postgresql://user@host/base"; the password is
// Services::password, PGPASSFILE or none.
[[nodiscard]] Result<remote::Offer> database_offer(const remote::Address& address, remote::Services& services, const std::stop_token& stop);

// The table that `#table=schema.name&geometry=column` names.
[[nodiscard]] Result<VectorTiles::Origin> database_origin(const MapSource& source, const remote::Address& address, const OpenOptions& options, const std::stop_token& stop);

} // namespace vigie::gis
