#!/usr/bin/env bash
# An LP file (CPLEX format) whose last term of the objective has a name beyond ASCII: max a - 9 é, a + é <= 1,
# optimum 1. HiGHS 1.15 says 1; GLPK 5.0 refuses the file; CBC 2.10.8 takes the coefficient as a constant and the
# variable out of the objective, and says -8.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian glpk-utils=5.0-1 coinor-cbc=2.10.8+ds1-1
npm_packages highs@1.15.3

cat > name.lp <<'END'
Maximize
 obj: a - 9 é
Subject To
 c: a + é <= 1
Binaries
 a é
End
END
expect 'HiGHS' "$(highs_value name.lp)" 1
expect 'GLPK' "$(glpk_value --lp name.lp)" refused
expect 'CBC' "$(cbc_value name.lp)" -8
