// The one list of backends that are part of the program. They have no other door than any plugin.
#include "gis/backends/avl/avl_backend.hpp"
#include "gis/backends/caldav/caldav_backend.hpp"
#include "gis/backends/demo/demo_backend.hpp"
#include "gis/backends/files/files_backend.hpp"
#include "gis/backends/folder/folder_backend.hpp"
#include "gis/backends/library.hpp"
#include "gis/backends/mqtt/mqtt_backend.hpp"
#include "gis/backends/ngsi/ngsi_backend.hpp"
#include "gis/backends/open311/open311_backend.hpp"
#include "gis/backends/postgis/postgis_backend.hpp"
#include "gis/backends/programs/program_backend.hpp"
#include "gis/backends/sensorthings/sensorthings_backend.hpp"

namespace vigie::gis {

const std::vector<BuiltIn>& built_in_backends() {
    static const std::vector<BuiltIn> list{
        {avl_backend_main},
        {caldav_backend_main},
        {demo_backend_main},
        {files_backend_main},
        {folder_backend_main},
        {mqtt_backend_main},
        {ngsi_backend_main},
        {open311_backend_main},
        {postgis_backend_main},
        {program_backend_main},
        {sensorthings_backend_main},
    };
    return list;
}

} // namespace vigie::gis
