#!/usr/bin/env bash
# What tests and benchmarks of vision need beside packages, into artifacts: OpenCV's shim, the plain loop in C++, and a
# real portrait in the public domain. Its package is unpacked, never installed: 21 MB to download, not 187 on the disk.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
tests/Benchmarks/Vision/native/build.sh
deploy/unpack-deb.sh python3-skimage ./usr/lib/python3/dist-packages/skimage/data/astronaut.png artifacts/pictures
