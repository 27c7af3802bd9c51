// What `vigie run-plugin` is, without the rest of the program.
#include "app/system_clock.hpp"
#include "gis/backends/programs/run_plugin.hpp"

int main(int argc, char** argv) { return argc == 2 ? vigie::gis::run_plugin(argv[1], vigie::app::SystemClock{}) : 2; }
