#!/usr/bin/env bash
# An LP file (CPLEX format) without rows: min x - y, optimum -1. HiGHS 1.15 and CBC 2.10.8 say -1; GLPK 5.0 refuses the
# file, since a row must follow Subject To.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian glpk-utils=5.0-1 coinor-cbc=2.10.8+ds1-1
npm_packages highs@1.15.3

cat > none.lp <<'END'
Minimize
 obj: x - y
Subject To
Binaries
 x y
End
END
expect 'HiGHS' "$(highs_value none.lp)" -1
expect 'CBC' "$(cbc_value none.lp)" -1
expect 'GLPK' "$(glpk_value --lp none.lp)" refused
