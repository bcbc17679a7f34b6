#!/usr/bin/env bash
# An integer column of an MPS file (MARKER, no bound) is 0..1 for HiGHS 1.15, CBC 2.10.8 and GLPK 5.0, and
# 0..infinity for lp_solve 5.5.2.5. A bound that only repeats the default, LO 0, makes it 0..infinity for
# HiGHS and CBC, while for GLPK it stays 0..1. So a writer that states every lower bound turns a binary
# program into an integer one for some of its readers.
# Seen: min -x, x <= 9: -1 without the line, then -9 (HiGHS, CBC, lp_solve) or -1 (GLPK) with it.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian glpk-utils=5.0-1 coinor-cbc=2.10.8+ds1-1 lp-solve=5.5.2.5-2
npm_packages highs@1.15.3

write() {
  cat <<'END'
NAME          BOUND
ROWS
 N  obj
 L  c1
COLUMNS
    M1        'MARKER'                 'INTORG'
    x         obj                 -1   c1                   1
    M2        'MARKER'                 'INTEND'
RHS
    R         c1                   9
END
  if [ "$1" = stated ]; then printf 'BOUNDS\n LO B         x                    0\n'; fi
  echo ENDATA
}
write left-out > left-out.mps
write stated > stated.mps
expect 'HiGHS, no bound' "$(highs_value left-out.mps)" -1
expect 'CBC, no bound' "$(cbc_value left-out.mps)" -1
expect 'GLPK, no bound' "$(glpk_value --mps left-out.mps)" -1
expect 'lp_solve, no bound' "$(lp_solve_value left-out.mps)" -9
expect 'HiGHS, LO 0' "$(highs_value stated.mps)" -9
expect 'CBC, LO 0' "$(cbc_value stated.mps)" -9
expect 'GLPK, LO 0' "$(glpk_value --mps stated.mps)" -1
expect 'lp_solve, LO 0' "$(lp_solve_value stated.mps)" -9
