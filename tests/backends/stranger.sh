#!/bin/sh
# The guide's C++ path as a stranger walks it: an empty folder outside the tree, its commands word for word, a working plugin.
# usage: stranger.sh SOURCE_DIR PROGRAM
set -eu
source=$1 program=$2 guide=$1/gis/backends/PLUGINS.md
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
said() { # a command that the guide gives
  grep -qF "    $1" "$guide" || { echo "the guide does not say: $1"; exit 1; }
}
cp "$source/gis/backends/vigie_backend.h" "$source/gis/backends/vigie_backend.hpp" "$source/tests/backends/example_plugin.cpp" .
compile='c++ -std=c++20 -shared -fPIC -fvisibility=hidden -I. example_plugin.cpp -o example.so'
said "$compile"
$compile
configure="echo '{\"gauges\": 3}' > config.json"
said "$configure"
eval "$configure"
said 'vigie check plugin example.so --config config.json'
"$program" check plugin example.so --config config.json
