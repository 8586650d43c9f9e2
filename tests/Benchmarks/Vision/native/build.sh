#!/usr/bin/env bash
# Builds the shim and the rival of ./kiosk bench vision into artifacts/native, with what src/Imaging/native/build.sh
# needs.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../../../.."
src/Imaging/native/build.sh
out=artifacts/native
source=tests/Benchmarks/Vision/native/plain_loop.cpp
[ ! "$out/plain_loop" -nt "$source" ] || exit 0
g++ -std=c++17 -O2 -Wall -Wextra -Werror -isystem "$out/include" -isystem /usr/include/opencv4 \
  -o "$out/plain_loop.new" "$source" -l:libopencv_objdetect.so.406 -l:libopencv_video.so.406 -l:libopencv_core.so.406 \
  -l:libturbojpeg.so.0
mv "$out/plain_loop.new" "$out/plain_loop"
