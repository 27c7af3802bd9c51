#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test: the development build, then under address+undefined the tests
# that a sanitizer can follow (label plain-only keeps one out). Arguments go to ctest; VIGIE_TEST_PRESETS chooses builds.
set -euo pipefail
cd "$(dirname "$0")/.."
source app/install.sh
vigie_set_up gdal-bin xvfb python3
mkdir -p build
passed=0 failed=0
for preset in ${VIGIE_TEST_PRESETS:-dev asan}; do
  vigie_say "building $preset"
  cmake --preset "$preset" "${VIGIE_CMAKE_ARGS[@]}" >"build/configure-$preset.log" 2>&1 || { cat "build/configure-$preset.log"; exit 1; }
  cmake --build --preset "$preset" >"build/build-$preset.log" 2>&1 || { grep -E 'error|FAILED' "build/build-$preset.log" | head -50; exit 1; }
  vigie_say "testing $preset"
  choice=()
  [ "$preset" = dev ] || choice=(--label-exclude plain-only)
  ctest --preset "$preset" "${choice[@]}" "$@" 2>&1 | tee "build/test-$preset.log" || true
  failed=$((failed + $(grep -cE '\*\*\*(Failed|Timeout|Exception|Not Run)' "build/test-$preset.log" || true)))
  passed=$((passed + $(grep -cE ' Passed ' "build/test-$preset.log" || true)))
done
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
