#!/bin/sh
# Installs what is missing and opens the demo school. Flags: see `sh packaging/demo.sh --help`.
# Standard output belongs to the demo (--serve prints one JSON line); set-up speaks on standard error.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd -P)
. "$top/packaging/lib.sh"

# shellcheck disable=SC2086
apt_install $apt_python $apt_window $apt_desktop
make_venv
make_synapse
make_translations
exec "$top/.venv/bin/schoolbell-demo" "$@"
