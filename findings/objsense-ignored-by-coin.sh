#!/usr/bin/env bash
# An MPS file says OBJSENSE MAX. CBC 2.10.8 reads it with "0 errors" and minimizes, without a word; SYMPHONY
# 5.6.17 prints "Coin ignores" and minimizes; lp_solve 5.5.2.5 and HiGHS 1.15 maximize; GLPK 5.0 refuses.
# Seen: optimum 2, reported 0 by the two programs that read with CoinUtils.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian glpk-utils=5.0-1 coinor-cbc=2.10.8+ds1-1 lp-solve=5.5.2.5-2 coinor-symphony=5.6.17+dfsg-1+b1
npm_packages highs@1.15.3

cat > sense.mps <<'END'
NAME          SENSE
OBJSENSE
    MAX
ROWS
 N  obj
 L  c1
COLUMNS
    M1        'MARKER'                 'INTORG'
    x         obj                  1   c1                   1
    y         obj                  2   c1                   1
    M2        'MARKER'                 'INTEND'
RHS
    R         c1                   1
BOUNDS
 BV B         x
 BV B         y
ENDATA
END
expect 'HiGHS' "$(highs_value sense.mps)" 2
expect 'lp_solve' "$(lp_solve_value sense.mps)" 2
expect 'GLPK' "$(glpk_value --mps sense.mps)" refused
expect 'CBC' "$(cbc_value sense.mps)" 0
expect 'errors that CBC reports' "$(grep -o 'with [0-9]* errors' cbc.log)" 'with 0 errors'
expect 'SYMPHONY' "$(symphony_value -F sense.mps)" 0
