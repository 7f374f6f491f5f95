#!/bin/sh
# Builds every C program of tests/c and examples/c, and runs it from the repository root:
# as C11 and as C++17 with AddressSanitizer and UBSan, and as C11 under valgrind where that is installed.
# The C in README.md is one of them. Programs with `panic` in their name get a library with the feature panic-for-tests, all others the library
# as it ships. Examples get the folder of the 2024 accounts as their argument. As many programs run at a time as there are
# processors: `run.sh PROGRAM` is one of them, when the libraries are built.
# shellcheck disable=SC2086 # flags are lists
set -eu
cd "$(dirname "$0")/../.."

target=${CARGO_TARGET_DIR:-target}
out=$target/c-programs
warnings="-Wall -Wextra -Wpedantic -Werror"
sanitizers="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
# Programs that do much do less of it under valgrind, which is slow.
memcheck="env KOERS_FEW=1 valgrind --quiet --error-exitcode=1 --leak-check=full --errors-for-leak-kinds=definite,possible"
has() {
    command -v "$1" >/dev/null
}

# Only the static library: the shared one has one name for all features, and would be taken for current.
build_library() { # name, further arguments of cargo
    name=$1
    shift
    cargo rustc --quiet --package koers-ffi --lib --crate-type staticlib --target-dir "$target" "$@"
    cp "$target/debug/libkoers.a" "$out/$name.a"
}

# Compiles and runs one program; shows what it said when either goes wrong. A line `ok` in what it leaves is one that passed.
check() { # how, source, what runs it, compiler and its flags
    how=$1 source=$2 runner=$3
    shift 3
    name=${source##*/}
    case $source in examples/*) name=example-$name argument=examples/twentse-koers-2024 ;; *) argument= ;; esac
    case $name in *panic*) library=$out/panic.a ;; *) library=$out/plain.a ;; esac
    program=$out/${name%.c}
    if "$@" $warnings -g -I include "$source" -x none "$library" -lpthread -ldl -lm -o "$program" >"$program.log" 2>&1 &&
        $runner "$program" $argument >"$program.log" 2>&1; then
        echo ok >>"$program.done"
    else
        echo failed >>"$program.done"
        echo "failed: $source ($how)"
        sed 's/^/    /' "$program.log"
    fi
    rm -f "$program"
}

check_all() { # source
    check "C11, sanitizers" "$1" "" cc -std=c11 $sanitizers
    if has c++; then check "C++17, sanitizers" "$1" "" c++ -std=c++17 $sanitizers -x c++; fi
    if has valgrind; then check "C11, valgrind" "$1" "$memcheck" cc -std=c11; fi
}

if [ $# -gt 0 ]; then
    check_all "$1"
    exit
fi

mkdir -p "$out"
if ! echo 'int main(void) { return 0; }' | cc $sanitizers -x c - -o "$out/program" 2>/dev/null || ! "$out/program"; then
    echo "c programs: cc finds no AddressSanitizer and UBSan: install its runtimes, libasan and libubsan" >&2
    exit 1
fi
has c++ || echo "c programs: not run as C++17, c++ is not installed"
has valgrind || echo "c programs: not run under valgrind, it is not installed"

build_library plain
build_library panic --features panic-for-tests

rm -f "$out"/*.done
# The header stands on its own, in every C that hosts use.
for standard in c99 c11 c17 c2x c++17; do
    case $standard in c++*) compiler=c++ language=c++ ;; *) compiler=cc language=c ;; esac
    has $compiler || continue
    if echo '#include "koers.h"' | $compiler -std=$standard $warnings -I include -x $language -fsyntax-only - >"$out/header.log" 2>&1; then
        echo ok >>"$out/header.done"
    else
        echo failed >>"$out/header.done"
        echo "failed: include/koers.h ($standard)"
        sed 's/^/    /' "$out/header.log"
    fi
done

# The C of the README is a program too.
sed -n '/^```c$/,/^```$/p' README.md | sed '/^```/d' >"$out/readme.c"

# The longest come first, so that none is left for the end.
processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
ls -S tests/c/*.c examples/c/*.c "$out/readme.c" | xargs -n 1 -P "$processors" tests/c/run.sh

passed=$(cat "$out"/*.done | grep -c '^ok$' || true)
failed=$(cat "$out"/*.done | grep -c '^failed$' || true)
echo "header and c programs: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
