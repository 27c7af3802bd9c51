#!/usr/bin/env bash
# Installs what is missing, builds release, opens the demo commune (or what the arguments say).
# Without a display it renders the demo to a PNG and prints where.
set -euo pipefail
cd "$(dirname "$0")/.."
source app/install.sh
vigie_set_up
if [ ! -f build/release/build.ninja ]; then cmake --preset release "${VIGIE_CMAKE_ARGS[@]}" >&2; fi
cmake --build --preset release >&2
program=build/release/vigie
if [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
  exec "$program" "${@:-demo}"
fi
picture=$PWD/build/release/demo.png
"$program" render --demo --interface --size 1600x1000 --out "$picture"
vigie_say "no display: the demo was rendered to"
printf '%s\n' "$picture"
