#!/usr/bin/env bash
# Builds the OpenCV shim into artifacts/native, if it is not newer than its source. Needs g++, libopencv-imgproc-dev,
# libopencv-video-dev, libopencv-objdetect406, libopencv-video406. The headers of objdetect are unpacked, never
# installed: libopencv-objdetect-dev draws GDAL and FFmpeg in.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../../.."
out=artifacts/native
source=src/Imaging/native/vision_shim.cpp
[ ! "$out/libkioskvision.so" -nt "$source" ] || exit 0
version=$(dpkg-query -W -f '${Version}' libopencv-imgproc-dev)
deploy/unpack-deb.sh "libopencv-objdetect-dev=$version" ./usr/include/opencv4/opencv2 "$out/include"
g++ -std=c++17 -O2 -Wall -Wextra -Werror -fPIC -shared -fvisibility=hidden -isystem "$out/include" \
  -isystem /usr/include/opencv4 -o "$out/libkioskvision.so.new" "$source" \
  -Wl,--no-undefined -l:libopencv_objdetect.so.406 -l:libopencv_video.so.406 -l:libopencv_core.so.406
mv "$out/libkioskvision.so.new" "$out/libkioskvision.so"
