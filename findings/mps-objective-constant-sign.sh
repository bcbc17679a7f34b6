#!/usr/bin/env bash
# The right-hand side of the objective row of an MPS file is a constant, and readers differ in its sign. With
# RHS obj -7 and a minimum of -2 without it, GLPK 5.0 and lp_solve 5.5.2.5 say -9 (they add the number), HiGHS
# 1.15, CBC 2.10.8 and SYMPHONY 5.6.17 say 5 (they subtract it, as the format's older descriptions have it).
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian glpk-utils=5.0-1 coinor-cbc=2.10.8+ds1-1 lp-solve=5.5.2.5-2 coinor-symphony=5.6.17+dfsg-1+b1
npm_packages highs@1.15.3

cat > constant.mps <<'END'
NAME          CONSTANT
ROWS
 N  obj
 L  c1
COLUMNS
    M1        'MARKER'                 'INTORG'
    x         obj                 -1   c1                   1
    y         obj                 -2   c1                   1
    M2        'MARKER'                 'INTEND'
RHS
    R         obj                 -7   c1                   1
BOUNDS
 UP B         x                    1
 UP B         y                    1
ENDATA
END
expect 'GLPK' "$(glpk_value --mps constant.mps)" -9
expect 'lp_solve' "$(lp_solve_value constant.mps)" -9
expect 'HiGHS' "$(highs_value constant.mps)" 5
expect 'CBC' "$(cbc_value constant.mps)" 5
expect 'SYMPHONY' "$(symphony_value -F constant.mps)" 5
