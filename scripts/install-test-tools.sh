#!/usr/bin/env bash
# Installs what some tests need beside the .NET SDK, where the machine's package manager is apt and this user may use it. Tests skip, and say so, without it.
#   FFmpeg (audio and video), redis-server (indexes shared by workers), OpenCC (Chinese), Tesseract (writing in pictures), Chromium (the dashboard), a Java runtime (a real Kafka broker)
set -uo pipefail

need() { # what shows that it is there, the package
    case "$1" in
        lib*) ldconfig -p 2>/dev/null | grep -q "$1" ;;
        *) command -v "$1" >/dev/null ;;
    esac || missing+=("$2")
}

missing=()
need ffmpeg ffmpeg
need redis-server redis-server
need libopencc libopencc1.1
need tesseract tesseract-ocr
need chromium chromium
need java openjdk-17-jre-headless
if [ ${#missing[@]} -eq 0 ]; then
    echo "install-test-tools: everything is there"
    exit 0
fi

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    echo "install-test-tools: not here, and not to be installed by this user: ${missing[*]}; tests that need them skip"
    exit 0
fi

export DEBIAN_FRONTEND=noninteractive
timeout 300 apt-get update -qq </dev/null || true
for package in "${missing[@]}"; do
    # redis-server would start a service of its own: tests start theirs.
    if ! RUNLEVEL=1 timeout 600 apt-get install -y -qq --no-install-recommends "$package" </dev/null >/dev/null 2>&1; then
        echo "install-test-tools: $package cannot be installed; tests that need it skip"
    fi
done
