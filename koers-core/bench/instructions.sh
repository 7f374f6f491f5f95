#!/bin/sh
# Counts the instructions of the hot passes under valgrind and compares them with instructions.txt: clocks are noisy, these
# are not. `instructions.sh record` writes that file anew. What takes 2 % more than recorded is a failure.
#
# Valgrind shows programs an older processor, so that what is counted is the code for that.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
recorded=$here/instructions.txt
lines=${KOERS_BENCH_N:-100000}
command -v valgrind >/dev/null || { echo "valgrind is not installed: nothing is counted" >&2; exit 0; }

program=$(cargo bench --quiet --manifest-path "$here/Cargo.toml" --bench figures --no-run --message-format=json |
	sed -n 's/.*"executable":"\([^"]*figures-[^"]*\)".*/\1/p' | tail -n 1)
test -x "$program" || { echo "the program to count was not built" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

{
	printf '# Instructions a line in the hot passes, of %s lines: path, count. Written by instructions.sh record.\n' "$lines"
	for path in loop plan priority least-refund pro-rata; do
		KOERS_BENCH_N=$lines KOERS_BENCH_THREADS=1 valgrind --tool=callgrind --callgrind-out-file="$scratch/out" \
			--toggle-collect=koers_bench_hot "$program" count "$path" >"$scratch/log" 2>&1 ||
			{ tail -n 20 "$scratch/log" >&2; exit 1; }
		count=$(sed -n 's/^\(summary\|totals\): \([0-9]*\)$/\2/p' "$scratch/out" | head -n 1)
		printf '%s %s.%02d\n' "$path" "$((count / lines))" "$((count % lines * 100 / lines))"
	done
} >"$scratch/counted"

if [ "${1:-}" = record ]; then
	cp "$scratch/counted" "$recorded"
	cat "$recorded"
	exit 0
fi
awk '
	/^#/ { if (NR == FNR) head = $0; else if ($0 != head) { print "other lines than were recorded: " $0; bad = 1 } next }
	NR == FNR { was[$1] = $2; next }
	{
		change = was[$1] > 0 ? ($2 / was[$1] - 1) * 100 : 0
		word = !($1 in was) ? "not recorded" : change > 2 ? "MORE" : change < -2 ? "less" : "same"
		printf "%-14s %10.2f recorded %10.2f %+7.1f %%  %s\n", $1, $2, was[$1], change, word
		if (word == "MORE") bad = 1
	}
	END { exit bad }
' "$recorded" "$scratch/counted"
