#!/usr/bin/env bash
# An LP file has a row with two sides, c: 2 <= x + y + z <= 3, as the CPLEX format allows. GLPK 5.0 and HiGHS
# 1.15 refuse it. CBC 2.10.8 prints that a column name is invalid, goes on with another program, and ends with
# "Optimal": min x + 2y + 3z is 0 for it instead of 3, over four columns x0 to x3 instead of x, y, z.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian glpk-utils=5.0-1 coinor-cbc=2.10.8+ds1-1
npm_packages highs@1.15.3

cat > sides.lp <<'END'
Minimize
 obj: x + 2 y + 3 z
Subject To
 c: 2 <= x + y + z <= 3
Binaries
 x y z
End
END
expect 'GLPK' "$(glpk_value --lp sides.lp)" refused
expect 'HiGHS' "$(highs_value sides.lp)" refused
expect 'CBC' "$(cbc_value sides.lp)" 0
cbc sides.lp -solve -solu "$PWD/solution.txt" > solution.log 2>&1
expect 'columns of CBC' "$(awk 'NR > 1 { printf "%s ", $2 }' solution.txt)" 'x0 x1 x2 x3 '
