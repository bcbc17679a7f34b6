#!/usr/bin/env bash
# An MPS file has two right-hand sides and two sets of bounds; the format says that a reader picks one by name.
# HiGHS 1.15, CBC 2.10.8 and SYMPHONY 5.6.17 take the first of each without a word; lp_solve 5.5.2.5 lets
# the second overwrite the first; GLPK 5.0 refuses.
# Seen: -2 with the first sets, -1 with the second.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian glpk-utils=5.0-1 coinor-cbc=2.10.8+ds1-1 lp-solve=5.5.2.5-2 coinor-symphony=5.6.17+dfsg-1+b1
npm_packages highs@1.15.3

cat > sets.mps <<'END'
NAME          SETS
ROWS
 N  obj
 L  c1
COLUMNS
    M1        'MARKER'                 'INTORG'
    x         obj                 -1   c1                   1
    y         obj                 -1   c1                   1
    M2        'MARKER'                 'INTEND'
RHS
    R1        c1                   2
    R2        c1                   1
BOUNDS
 UP B1        x                    1
 UP B1        y                    1
 UP B2        y                    0
ENDATA
END
expect 'HiGHS' "$(highs_value sets.mps)" -2
expect 'CBC' "$(cbc_value sets.mps)" -2
expect 'SYMPHONY' "$(symphony_value -F sets.mps)" -2
expect 'lp_solve' "$(lp_solve_value sets.mps)" -1
expect 'GLPK' "$(glpk_value --mps sets.mps)" refused
