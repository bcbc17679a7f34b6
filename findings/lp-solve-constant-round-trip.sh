#!/usr/bin/env bash
# lp_solve 5.5.2.5 does not read back the constant that it wrote. For max 3x + 2y - z + 4 its MPS file has
# OBJSENSE MAX and -4 as the right-hand side of the objective, by the rule that a reader subtracts it; its own
# reader adds it, so that an optimum of 7 becomes -1. For the same objective minimized it writes +4 and reads
# +4. HiGHS 1.15 subtracts both times: it gets the maximization right (7) and the minimization wrong (-5 for 3).
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian lp-solve=5.5.2.5-2
npm_packages highs@1.15.3

for sense in max min; do
  printf '%s: 3 x + 2 y - z + 4;\nc1: x + y <= 1;\nx <= 1;\ny <= 1;\nz <= 1;\nint x;\nint y;\nint z;\n' "$sense" > "$sense.lp"
  lp_solve -S3 -wfmps "$sense.mps" < "$sense.lp" | sed -n 's/^Value of objective function: //p' | awk '{ print $1 + 0 }' > "$sense.txt"
done
expect 'max, from its own format' "$(cat max.txt)" 7
expect 'max, right-hand side written' "$(awk '$2 == "R0" && $1 == "RHS" { print $3 + 0 }' max.mps)" -4
expect 'max, read back' "$(lp_solve_value max.mps)" -1
expect 'max, read by HiGHS' "$(highs_value max.mps)" 7
expect 'min, from its own format' "$(cat min.txt)" 3
expect 'min, right-hand side written' "$(awk '$2 == "R0" && $1 == "RHS" { print $3 + 0 }' min.mps)" 4
expect 'min, read back' "$(lp_solve_value min.mps)" 3
expect 'min, read by HiGHS' "$(highs_value min.mps)" -5
