#!/usr/bin/env bash
# A free MPS file with a variable named +: min 2 + + 3 y, + + y >= 1, optimum 2. HiGHS 1.15, GLPK 5.0 and lp_solve 5.5
# say 2; CBC 2.10.8 takes the name for a sign and refuses the file.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian glpk-utils=5.0-1 coinor-cbc=2.10.8+ds1-1 lp-solve=5.5.2.5-2
npm_packages highs@1.15.3

cat > sign.mps <<'END'
NAME sign
ROWS
 N  cost
 G  cover
COLUMNS
    MARKER  'MARKER'  'INTORG'
    +  cost  2
    +  cover  1
    y  cost  3
    y  cover  1
    MARKER  'MARKER'  'INTEND'
RHS
    RHS  cover  1
BOUNDS
 UP BND  +  1
 UP BND  y  1
ENDATA
END
expect 'HiGHS' "$(highs_value sign.mps)" 2
expect 'GLPK' "$(glpk_value --freemps sign.mps)" 2
expect 'lp_solve' "$(lp_solve_value sign.mps)" 2
expect 'CBC' "$(cbc_value sign.mps)" refused
