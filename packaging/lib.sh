# Shared by demo.sh and test.sh: installs what is missing and makes the environments. Sourced, never run.
# Needs: $top (the checkout). Everything it says goes to standard error.

cache=${SCHOOLBELL_CACHE:-$HOME/.cache/schoolbell}
python=${PYTHON:-python3}
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

# What the window needs on a bare Debian 12 (xcb included), and a desktop to show it on.
apt_window="libglib2.0-0 libgl1 libegl1 libfontconfig1 libxkbcommon0 libdbus-1-3 libpulse0 libxrandr2
 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
apt_desktop="xvfb openbox tint2 dbus-daemon xdotool fonts-wqy-microhei fonts-noto-color-emoji"
apt_sound="pulseaudio" # a loudspeaker and a microphone for tests of voice notes
apt_python="python3-venv ca-certificates"

say() { printf '%s\n' "schoolbell: $*" >&2; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1; then sudo -E "$@"
    else say "not root and no sudo; cannot run: $*"; return 1
    fi
}

# apt_install NAME...: install the packages that are not there yet.
apt_install() {
    command -v dpkg-query >/dev/null 2>&1 || { say "not a Debian system; needed are: $*"; return 0; }
    present=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p')
    missing=
    for name in "$@"; do
        case "
$present
" in *"
$name
"*) ;; *) missing="$missing $name" ;; esac
    done
    [ -n "$missing" ] || return 0
    say "installing:$missing"
    # Somebody else's apt (another checkout, an automatic upgrade) may be at work: wait, do not fail.
    as_root apt-get -q -o DPkg::Lock::Timeout=300 update </dev/null >&2
    # shellcheck disable=SC2086
    as_root apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends $missing </dev/null >&2
}

# stamp_of FILE...: one hash over the files, the interpreter and the place of the checkout.
stamp_of() { { printf '%s\n' "$top" "$python"; cat "$@"; } | sha256sum | cut -d ' ' -f 1; }

# fresh FOLDER STAMP: whether the environment was made from exactly this.
fresh() { [ -x "$1/bin/python" ] && [ "$(cat "$1/.schoolbell-stamp" 2>/dev/null)" = "$2" ]; }

# new_environment FOLDER: an environment with a working pip, made anew when it is broken.
new_environment() {
    if ! "$1/bin/python" -m pip --version >/dev/null 2>&1; then
        rm -rf "$1"
        "$python" -m venv "$1" >&2
    fi
}

# alone NAME COMMAND...: run it while no other script of this user runs the same NAME.
alone() {
    mkdir -p "$cache"
    (
        flock 9
        shift
        "$@"
    ) 9>"$cache/$1.lock"
}

# make_venv: .venv in the checkout, with Schoolbell itself and everything its tests need.
make_venv() {
    stamp=$(stamp_of "$top/packaging/constraints.txt" "$top/pyproject.toml" "$top/desktop/schoolbell/version.py")
    fresh "$top/.venv" "$stamp" && return 0
    alone "venv-$(printf %s "$top" | sha256sum | cut -c 1-12)" fill_venv "$stamp"
}
fill_venv() {
    fresh "$top/.venv" "$1" && return 0 # another script has just made it
    say "making .venv (a few minutes the first time)"
    new_environment "$top/.venv"
    rm -f "$top/.venv/.schoolbell-stamp"
    stamp=$1
    set -- "$top/.venv/bin/python" -m pip install -q --only-binary :all: -c "$top/packaging/constraints.txt"
    "$@" setuptools >&2
    "$@" --no-build-isolation -e "$top[office,demo,test]" >&2
    echo "$stamp" >"$top/.venv/.schoolbell-stamp"
}

# make_synapse: Synapse in an environment of its own, shared by every checkout of this user.
make_synapse() {
    stamp=$(stamp_synapse)
    fresh "$cache/synapse" "$stamp" && return 0
    alone synapse fill_synapse "$stamp"
}
fill_synapse() {
    fresh "$cache/synapse" "$1" && return 0
    say "making Synapse's environment in $cache/synapse"
    new_environment "$cache/synapse"
    rm -f "$cache/synapse/.schoolbell-stamp"
    "$cache/synapse/bin/python" -m pip install -q --only-binary :all: \
        -c "$top/packaging/synapse-constraints.txt" matrix-synapse >&2
    echo "$1" >"$cache/synapse/.schoolbell-stamp"
}
stamp_synapse() { { printf '%s\n' "$python"; cat "$top/packaging/synapse-constraints.txt"; } | sha256sum | cut -d ' ' -f 1; }

# make_translations: compile every i18n/*.ts that is newer than its .qm. Moved into place whole: a program that
# another script has started may be reading it.
make_translations() {
    for source in "$top"/i18n/*.ts; do
        [ -e "$source" ] || continue
        compiled=${source%.ts}.qm
        [ "$compiled" -nt "$source" ] && continue
        "$top/.venv/bin/pyside6-lrelease" -silent "$source" -qm "$compiled.$$" >&2
        mv -f "$compiled.$$" "$compiled"
    done
}
