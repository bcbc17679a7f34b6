# Shared by the scripts of this folder: a temporary folder that goes at the end, and pinned public packages
# in it. Nothing is installed on the machine, and nothing of Leibniz is run.

set -eu
SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
cd "$FOLDER"

# debian NAME=VERSION …: unpacks Debian packages and what they need into ./debian and puts them on the paths.
debian() {
  mkdir -p archives/partial debian
  apt-get install --yes --download-only --no-install-recommends --reinstall -qq \
    -o Dir::Cache::archives="$FOLDER/archives" -o APT::Sandbox::User=root "$@" > apt.log 2>&1 \
    || { cat apt.log; echo "cannot fetch $*; run apt-get update first" >&2; exit 2; }
  for archive in archives/*.deb; do dpkg -x "$archive" debian; done
  PATH=$FOLDER/debian/usr/bin:$PATH
  LD_LIBRARY_PATH=$(find "$FOLDER/debian" -name '*.so*' -printf '%h\n' | sort -u | tr '\n' ':')${LD_LIBRARY_PATH:-}
  export PATH LD_LIBRARY_PATH
}

# npm_packages NAME@VERSION …: installs packages of the npm registry into ./node_modules.
npm_packages() {
  npm install --silent --no-save --no-audit --no-fund --ignore-scripts "$@" > npm.log 2>&1 \
    || { cat npm.log; echo "cannot fetch $*" >&2; exit 2; }
}

# expect WHAT SEEN WANTED: the behavior that this script states, or its end.
expect() {
  if [ "$2" = "$3" ]; then
    echo "as stated: $1: $2"
  else
    echo "CHANGED: $1: stated “$3”, seen “$2”" >&2
    exit 1
  fi
}
