#!/bin/sh
# Builds every C program of tests/c and examples/c, and runs it from the repository root:
# as C11 and as C++17 with AddressSanitizer and UBSan, and as C11 under valgrind where that is installed.
# The C in README.md is one of them. Programs with `panic` in their name get a library with the feature panic-for-tests, all others the library
# as it ships. Examples get the folder of the 2024 accounts as their argument.
# shellcheck disable=SC2086 # flags are lists
set -eu
cd "$(dirname "$0")/../.."

target=${CARGO_TARGET_DIR:-target}
out=$target/c-programs
warnings="-Wall -Wextra -Wpedantic -Werror"
sanitizers="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
# Programs that do much do less of it under valgrind, which is slow.
memcheck="env KOERS_FEW=1 valgrind --quiet --error-exitcode=1 --leak-check=full --errors-for-leak-kinds=definite,possible"
passed=0
failed=0

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

# Compiles and runs one program; shows what it said when either goes wrong.
check() { # how, source, what runs it, compiler and its flags
    how=$1 source=$2 runner=$3
    shift 3
    case $source in examples/*) argument=examples/twentse-koers-2024 ;; *) argument= ;; esac
    case ${source##*/} in *panic*) library=$out/panic.a ;; *) library=$out/plain.a ;; esac
    if "$@" $warnings -g -I include "$source" -x none "$library" -lpthread -ldl -lm -o "$out/program" >"$out/log" 2>&1 &&
        $runner "$out/program" $argument >"$out/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $source ($how)"
        sed 's/^/    /' "$out/log"
    fi
}

mkdir -p "$out"
if ! echo 'int main(void) { return 0; }' | cc $sanitizers -x c - -o "$out/program" 2>/dev/null || ! "$out/program"; then
    echo "c programs: cc finds no AddressSanitizer and UBSan: install its runtimes, libasan and libubsan" >&2
    exit 1
fi
has c++ || echo "c programs: not run as C++17, c++ is not installed"
has valgrind || echo "c programs: not run under valgrind, it is not installed"

build_library plain
build_library panic --features panic-for-tests

# The header stands on its own, in every C that hosts use.
for standard in c99 c11 c17 c2x c++17; do
    case $standard in c++*) compiler=c++ language=c++ ;; *) compiler=cc language=c ;; esac
    has $compiler || continue
    if echo '#include "koers.h"' | $compiler -std=$standard $warnings -I include -x $language -fsyntax-only - >"$out/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: include/koers.h ($standard)"
        sed 's/^/    /' "$out/log"
    fi
done

# The C of the README is a program too.
sed -n '/^```c$/,/^```$/p' README.md | sed '/^```/d' >"$out/readme.c"

for source in tests/c/*.c examples/c/*.c "$out/readme.c"; do
    [ -e "$source" ] || continue
    check "C11, sanitizers" "$source" "" cc -std=c11 $sanitizers
    if has c++; then check "C++17, sanitizers" "$source" "" c++ -std=c++17 $sanitizers -x c++; fi
    if has valgrind; then check "C11, valgrind" "$source" "$memcheck" cc -std=c11; fi
done

echo "header and c programs: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
