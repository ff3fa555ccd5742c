#!/usr/bin/env bash
# Makes what users install without a compiler, into dist/: the wheel, a tarball that runs where it is unpacked, and a Debian
# package. Each is tried where nothing else of the project is: the wheel in a virtual environment, the two others in a root
# folder with Debian's minimal system (debootstrap, as root). Says what it tried.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf 'package: %s\n' "$*" >&2; }
build=build-package root=.cache/clean-root

tools/wheel.sh test

cmake --preset release -B "$build" -DHEADRACE_TESTS=OFF > /dev/null
cmake --build "$build" -j "$(nproc)" --target product >&2
rm -f dist/headrace*.tar.gz dist/headrace*.deb
(cd "$build" && cpack -G 'TGZ;DEB' -B packages > cpack.log 2>&1) || { cat "$build/cpack.log" >&2; exit 1; }
mv "$build"/packages/*.tar.gz "$build"/packages/*.deb dist/
tarball=$(ls dist/headrace*.tar.gz) package=$(ls dist/headrace*.deb)
say "$tarball, $(du -k "$tarball" | cut -f1) KiB; $package, $(du -k "$package" | cut -f1) KiB"

if [[ $(id -u) != 0 ]]; then
  say "not root: the tarball and the Debian package were not tried in a clean root folder"
  exit
fi
if [[ ! -e $root/.made ]]; then
  command -v debootstrap > /dev/null || apt-get install -q -y --no-install-recommends debootstrap >&2
  say "making a minimal system in $root"
  rm -rf "$root"; mkdir -p .cache
  debootstrap --variant=minbase bookworm "$root" ${DEBIAN_MIRROR-} > .cache/debootstrap.log || { tail .cache/debootstrap.log >&2; exit 1; }
  touch "$root/.made"
fi

# try_in ROOT HEADRACE: the sessions example there, to lines and to Parquet, which is opened again.
try_in() {
  mkdir -p "$1/proc"
  mount -t proc proc "$1/proc"  # where the loader learns in which folder the binary stands
  mounted=$1/proc
  chroot "$1" /bin/sh -euc '
    cd /tmp/example
    "$1" version
    "$1" transform --quiet --output=rows.parquet --streaming-bts=stream.yml --window-bts=window.yml events.jsonl
    "$1" transform --quiet --streaming-bts=stream.yml events.jsonl > blocks.jsonl
    test -s rows.parquet
    test -s blocks.jsonl
    "$1" init rows.parquet > /dev/null
  ' try "$2" >&2
  umount "$mounted"
  mounted=
}
mounted=
trap '[[ -z $mounted ]] || umount "$mounted"' EXIT
mkdir -p "$build/example"
cp examples/game-sessions/{stream,window}.yml "$build/example"
python3 examples/game-sessions/generate.py > "$build/example/events.jsonl"
for kind in tarball deb; do
  clean=.cache/root-$kind
  rm -rf "$clean"
  cp -a "$root" "$clean"
  cp -r "$build/example" "$clean/tmp/example"
  if [[ $kind == tarball ]]; then
    mkdir "$clean/opt/headrace"
    tar -xzf "$tarball" -C "$clean/opt/headrace" --strip-components=1
    try_in "$clean" /opt/headrace/bin/headrace
  else
    cp "$package" "$clean/tmp"
    chroot "$clean" dpkg -i "/tmp/$(basename "$package")" > "$build/dpkg.log" 2>&1 || { cat "$build/dpkg.log" >&2; exit 1; }
    try_in "$clean" headrace
    chroot "$clean" dpkg -r headrace > /dev/null
    [[ ! -e $clean/usr/bin/headrace ]]
  fi
  rm -rf "$clean"
  say "$kind: tried in a minimal system"
done
