#!/usr/bin/env bash
# unpack-deb.sh PACKAGE[=VERSION] PATH FOLDER: copies PATH (a file or folder, as ./usr/…) of a Debian package into
# FOLDER and installs nothing: for packages whose dependencies cost far more than what is wanted of them.
set -euo pipefail
package=$1 path=$2 folder=$3
[ ! -e "$folder/${path##*/}" ] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
get() { (cd "$work" && apt-get download -q -o APT::Sandbox::User=root -o Acquire::Retries=3 "$package" >&2); }
get || { apt-get update -qq >&2 && get; } || {
  echo "kiosk: $package cannot be downloaded: is there a network? as root, apt-get update may help" >&2
  exit 69
}
mkdir "$work/new"
dpkg-deb --fsys-tarfile "$work"/*.deb | tar -x -C "$work/new" "$path"
mkdir -p "$folder"
cp -r "$work/new/$path" "$folder/"
