#!/usr/bin/env bash
# A term is written twice. In an LP file HiGHS 1.15 adds the two (x + x + y <= 2 is 2x + y <= 2); in an MPS file
# that lists the same entry twice it keeps the first, with a warning in its log only. So one program in two
# formats has two optima for one reader. GLPK 5.0 and CBC 2.10.8 refuse both files.
# Seen: max x + y: 1 from LP, 2 from MPS.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian glpk-utils=5.0-1 coinor-cbc=2.10.8+ds1-1
npm_packages highs@1.15.3

cat > twice.lp <<'END'
Minimize
 obj: - x - y
Subject To
 c1: x + x + y <= 2
Binaries
 x y
End
END
cat > twice.mps <<'END'
NAME          TWICE
ROWS
 N  obj
 L  c1
COLUMNS
    M1        'MARKER'                 'INTORG'
    x         obj                 -1   c1                   1
    x         c1                   1
    y         obj                 -1   c1                   1
    M2        'MARKER'                 'INTEND'
RHS
    R         c1                   2
BOUNDS
 BV B         x
 BV B         y
ENDATA
END
expect 'HiGHS, LP' "$(highs_value twice.lp)" -1
expect 'HiGHS, MPS' "$(highs_value twice.mps)" -2
expect 'GLPK, LP' "$(glpk_value --lp twice.lp)" refused
expect 'GLPK, MPS' "$(glpk_value --mps twice.mps)" refused
expect 'CBC, LP' "$(cbc_value twice.lp)" refused
expect 'CBC, MPS' "$(cbc_value twice.mps)" refused
