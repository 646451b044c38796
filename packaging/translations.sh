#!/bin/sh
# Takes new texts from the sources into i18n/*.ts and compiles them. `--check` only compiles and reports.
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
bin="$top/.venv/bin"
cd "$top"
if [ "${1:-}" != "--check" ]; then
    find desktop/schoolbell desktop/schoolbell_demo -name '*.py' | LC_ALL=C sort > build-sources.lst
    trap 'rm -f build-sources.lst' EXIT
    for language in zh_CN zh_TW en; do
        set -- -silent -no-obsolete -locations none -source-language en -target-language "$language"
        "$bin/pyside6-lupdate" "$@" @build-sources.lst -ts "i18n/schoolbell_$language.ts"
    done
fi
for language in zh_CN zh_TW en; do
    "$bin/pyside6-lrelease" "i18n/schoolbell_$language.ts" -qm "i18n/schoolbell_$language.qm"
done
