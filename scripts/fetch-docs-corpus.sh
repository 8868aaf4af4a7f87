#!/usr/bin/env bash
# Fetches the HTML of a few Debian documentation packages into topologies/data/docs-corpus (ignored by git), for topologies/docs-corpus.yaml.
# Needs no root. What is there already is kept; delete the folder to fetch again.
set -euo pipefail

folder="$(cd "$(dirname "$0")/.." && pwd)/topologies/data/docs-corpus"
packages=("$@")
[ ${#packages[@]} -gt 0 ] || packages=(rust-doc openjdk-17-doc libboost1.74-doc libboost1.81-doc)

command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || { echo "fetch-docs-corpus: needs apt-get and dpkg-deb (Debian or Ubuntu)" >&2; exit 1; }
mkdir -p "$folder"
work="$(mktemp -d "$folder/.fetch.XXXXXX")"
trap 'rm -rf "$work"' EXIT

# apt's lists as another user left them, or lists of our own where there are none that we may use.
apt=(-o "Debug::NoLocking=1" -o "APT::Sandbox::User=")
if ! apt-cache show "${packages[0]}" >/dev/null 2>&1; then
    mkdir -p "$work/lists/partial" "$work/cache"
    apt+=(-o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache")
    apt-get "${apt[@]}" update -qq
fi

missing=()
for package in "${packages[@]}"; do
    if [ -d "$folder/$package" ]; then
        echo "$package: already there"
        continue
    fi

    if ! (cd "$work" && apt-get "${apt[@]}" download -qq "$package"); then
        missing+=("$package")
        continue
    fi

    mkdir "$work/$package"
    for file in "$work/$package"_*.deb; do
        dpkg-deb -x "$file" "$work/$package"
        rm "$file"
    done
    # A link that leaves the package (to a shared script, a font) would not be followed anywhere else.
    find "$work/$package" -type l -delete
    mv "$work/$package" "$folder/$package"
done

for package in "${packages[@]}"; do
    [ ! -d "$folder/$package" ] || printf '%-20s %6d HTML files\n' "$package" "$(find "$folder/$package" -name '*.html' -type f | wc -l)"
done
echo "in $folder"
if [ ${#missing[@]} -gt 0 ]; then
    echo "fetch-docs-corpus: not to be had here: ${missing[*]} (run 'apt-get update', or remove the package's source from topologies/docs-corpus.yaml)" >&2
    exit 1
fi
