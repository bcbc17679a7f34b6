#!/usr/bin/env bash
# An LP file (CPLEX format) has a constant in its objective: min x + 2y + 5, x + y >= 1, optimum 6. HiGHS 1.15
# says 6; CBC 2.10.8 leaves the constant out of the value it prints; SYMPHONY 5.6.17 subtracts it; GLPK 5.0
# refuses the file. Four readers, four answers.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian glpk-utils=5.0-1 coinor-cbc=2.10.8+ds1-1 coinor-symphony=5.6.17+dfsg-1+b1
npm_packages highs@1.15.3

cat > constant.lp <<'END'
Minimize
 obj: x + 2 y + 5
Subject To
 c: x + y >= 1
Binaries
 x y
End
END
expect 'HiGHS' "$(highs_value constant.lp)" 6
expect 'CBC' "$(cbc_value constant.lp)" 1
expect 'SYMPHONY' "$(symphony_value -L constant.lp)" -4
expect 'GLPK' "$(glpk_value --lp constant.lp)" refused
