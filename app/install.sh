#!/usr/bin/env bash
# Installs what Vigie needs on Debian 12 (root, or a user with sudo) and obtains the two libraries that Debian 12
# packages too old: Dear ImGui 1.90.1 and Catch2 3.7.1, as Debian 13 source packages from the machine's own mirror.
# Sourced by app/run.sh and tests/run.sh. Prints what it does on stderr; leaves the system's apt sources untouched.
# Sets VIGIE_CMAKE_ARGS (array) with the FETCHCONTENT_SOURCE_DIR_* overrides for cmake.

vigie_packages=(
  g++ cmake ninja-build ccache pkg-config dpkg-dev xz-utils
  libglfw3-dev libegl-dev libepoxy-dev libfreetype-dev
  libgdal-dev libproj-dev libgeos-dev libsqlite3-dev libcurl4-openssl-dev libpq-dev libmosquitto-dev libical-dev
  libcairo2-dev libpango1.0-dev libqrencode-dev
  nlohmann-json3-dev libpugixml-dev libfmt-dev libspdlog-dev libcli11-dev libsodium-dev libsecret-1-dev
  libhowardhinnant-date-dev tzdata
  libgl1-mesa-dri libegl1
  fonts-inter fonts-jetbrains-mono fonts-material-design-icons-iconfont
)

vigie_say() { printf 'vigie: %s\n' "$*" >&2; }

vigie_as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else vigie_say "this step needs root: $*"; vigie_say "run it as root once, or install sudo"; return 1; fi
}

vigie_install_packages() {  # arguments: further package names
  local missing=() package
  for package in "${vigie_packages[@]}" "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  vigie_say "installing ${missing[*]}"
  vigie_as_root apt-get update -qq >&2 || vigie_say "apt-get update failed, trying with the lists at hand"
  vigie_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 || {
    vigie_say "could not install: ${missing[*]}"
    vigie_say "check the network and the package mirror, then run this script again"
    return 1
  }
}

# The first mirror of Debian's main archive that apt itself is configured with.
vigie_mirror() {
  apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(LABEL)' 'Created-By: Packages' 2>/dev/null |
    awk '$2=="Debian" && $3=="Debian" {sub(/\/$/,"",$1); print $1; exit}'
}

# vigie_source NAME VERSION SHA256: unpacks the upstream release of Debian 13's source package into the cache folder.
vigie_source() {
  local name=$1 version=$2 sha256=$3 cache=${VIGIE_DEPS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/vigie/sources}
  local target="$cache/$name-$version"
  if [ -f "$target/.complete" ]; then printf '%s\n' "$target"; return 0; fi
  local mirror work
  mirror=$(vigie_mirror)
  [ -n "$mirror" ] || { vigie_say "no Debian mirror found in apt's configuration"; return 1; }
  work=$(mktemp -d) || return 1
  mkdir -p "$cache" "$work/lists/partial" "$work/cache/archives/partial" "$work/etc" "$work/src"
  printf 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s trixie main\n' "$mirror" >"$work/etc/sources.list"
  chmod -R a+rX "$work"
  local options=(
    -o "Dir::Etc::SourceList=$work/etc/sources.list" -o "Dir::Etc::SourceParts=-" -o "Dir::Cache=$work/cache"
    -o "Dir::State::Lists=$work/lists" -o "APT::Sandbox::User=$(id -un)" -o "APT::Get::List-Cleanup=0" -o Debug::NoLocking=1
  )
  vigie_say "obtaining $name $version from Debian 13"
  if ! (apt-get "${options[@]}" update -qq && cd "$work/src" && apt-get "${options[@]}" source --download-only -qq "$name") >&2; then
    vigie_say "could not obtain $name $version; set FETCHCONTENT_SOURCE_DIR_${name^^} to its unpacked release"
    rm -rf "$work"; return 1
  fi
  local archive
  archive=$(find "$work/src" -name "${name}_${version}*.orig.tar.*" ! -name '*.asc' | head -n 1)
  if [ -z "$archive" ]; then
    vigie_say "Debian 13 no longer has $name $version: found $(ls "$work/src")"; rm -rf "$work"; return 1
  fi
  if [ -n "$sha256" ] && ! printf '%s  %s\n' "$sha256" "$archive" | sha256sum --check --status; then
    vigie_say "$name $version does not have the expected checksum"; rm -rf "$work"; return 1
  fi
  rm -rf "$target.part" && mkdir -p "$target.part" && tar -xf "$archive" -C "$target.part" --strip-components=1 &&
    touch "$target.part/.complete" && rm -rf "$target" && mv "$target.part" "$target" || { rm -rf "$work"; return 1; }
  rm -rf "$work"
  printf '%s\n' "$target"
}

vigie_set_up() {  # arguments: further package names
  vigie_install_packages "$@" || return 1
  local imgui catch2
  imgui=$(vigie_source imgui 1.90.1 "${VIGIE_IMGUI_SHA256-}") || return 1
  catch2=$(vigie_source catch2 3.7.1 "${VIGIE_CATCH2_SHA256-}") || return 1
  VIGIE_CMAKE_ARGS=("-DFETCHCONTENT_SOURCE_DIR_IMGUI=$imgui" "-DFETCHCONTENT_SOURCE_DIR_CATCH2=$catch2")
}
