#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test, then those without OpenGL again under the address and
# undefined-behaviour sanitizers. VIGIE_TEST_PRESETS="dev asan tsan" also runs those with threads under the thread sanitizer;
# VIGIE_TEST_PRESETS=dev leaves the sanitizers out; VIGIE_TEST_PRESETS=fuzz installs clang and runs its fuzzer on each foreign
# format, a minute in all. VIGIE_TEST_MINUTES=N begins no further preset after so many minutes. Arguments go to ctest.
set -euo pipefail
cd "$(dirname "$0")/.."
source app/install.sh
# with servers that tests start
vigie_set_up gdal-bin python3 openssl mapproxy cgi-mapserver mosquitto mosquitto-clients radicale postgresql-15 postgresql-15-postgis-3 dbus gnome-keyring poppler-utils zbar-tools
mkdir -p build
# A SensorThings server that a test starts over PostgreSQL.
command -v npm >/dev/null || vigie_install_packages nodejs npm
if [ ! -d build/sensorthings_server/node_modules/sensorthings ]; then
  mkdir -p build/sensorthings_server
  cp tests/sensorthings/server/package.json build/sensorthings_server/
  npm install --prefix build/sensorthings_server --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error >&2 ||
    vigie_say "the npm package sensorthings could not be installed: its test is skipped"
fi
passed=0 failed=0
for preset in ${VIGIE_TEST_PRESETS:-dev asan}; do
  if [ "$passed" -gt 0 ] && [ "$SECONDS" -gt "$((${VIGIE_TEST_MINUTES:-600} * 60))" ]; then
    vigie_say "$preset left out: $((SECONDS / 60)) minutes have passed"
    continue
  fi
  target=all choice=(--parallel "$(nproc)") wrapper=()
  case $preset in
    asan) target=vigie_headless_tests choice=(--label-regex headless --parallel "$(($(nproc) + 1))") ;;
    fuzz)
      target=vigie_fuzzer choice=(--label-regex fuzzer)
      vigie_install_packages clang libclang-rt-14-dev ;;
    tsan)
      target=vigie_thread_tests choice=(--label-regex threads --parallel "$(($(nproc) + 1))")
      # Its memory map does not stand every layout of the address space.
      if setarch --addr-no-randomize true 2>/dev/null; then wrapper=(setarch --addr-no-randomize); fi ;;
  esac
  vigie_say "building $preset"
  cmake --preset "$preset" "${VIGIE_CMAKE_ARGS[@]}" >"build/configure-$preset.log" 2>&1 || { cat "build/configure-$preset.log"; exit 1; }
  cmake --build --preset "$preset" --target "$target" >"build/build-$preset.log" 2>&1 || { grep -E 'error|FAILED' "build/build-$preset.log" | head -50; exit 1; }
  vigie_say "testing $preset"
  "${wrapper[@]}" ctest --preset "$preset" "${choice[@]}" "$@" 2>&1 | tee "build/test-$preset.log" || true
  failed=$((failed + $(grep -cE '\*\*\*(Failed|Timeout|Exception|Not Run)' "build/test-$preset.log" || true)))
  passed=$((passed + $(grep -cE ' Passed ' "build/test-$preset.log" || true)))
done
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
