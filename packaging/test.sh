#!/bin/sh
# Sets up, then runs lint, types, contracts, translations and every tier of tests. Arguments go to pytest.
# Every stage runs even after a failure; the exit code is non-zero when any failed. Benches compare with nheko.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd -P)
. "$top/packaging/lib.sh"
cd "$top"
exec </dev/null

failed=
begun=$(date +%s)

# stage NAME COMMAND...: run it, print how long it took, remember a failure.
stage() {
    name=$1
    shift
    echo "== $name"
    from=$(date +%s)
    if "$@"; then result=ok; else result=FAILED failed="$failed $name"; fi
    echo "== $name: $result, $(($(date +%s) - from)) s"
}

# Set-up must succeed: nothing else can run without it. (A condition would switch `set -e` off inside.)
echo "== set-up"
# shellcheck disable=SC2086
apt_install $apt_python $apt_window $apt_desktop $apt_sound nheko imagemagick
make_venv
make_synapse
make_translations
echo "== set-up: ok, $(($(date +%s) - begun)) s"

bin=$top/.venv/bin
export PYTHONPATH="$top/desktop"
unset DISPLAY WAYLAND_DISPLAY || true # tests that need a screen start their own Xvfb

stage lint "$bin/ruff" check desktop tests packaging
stage types "$bin/mypy"
stage contracts "$bin/lint-imports"
stage translations "$bin/python" packaging/check_translations.py
[ -z "$failed" ] || echo "== failed before the tests:$failed"

status=0
"$bin/python" -m pytest -n 2 --dist worksteal "$@" || status=$?
[ -z "$failed" ] || exit 1
exit "$status"
