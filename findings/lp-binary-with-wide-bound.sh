#!/usr/bin/env bash
# An LP file gives a variable the bounds 0 <= x <= 5 and lists it under Binaries. For HiGHS 1.15 and GLPK 5.0
# it is then an integer 0..5; for CBC 2.10.8 and SYMPHONY 5.6.17 it is binary. None of the four says so.
# Seen: max x + 2y, x + y <= 9: 7 and 3.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian glpk-utils=5.0-1 coinor-cbc=2.10.8+ds1-1 coinor-symphony=5.6.17+dfsg-1+b1
npm_packages highs@1.15.3

cat > wide.lp <<'END'
Maximize
 obj: x + 2 y
Subject To
 c: x + y <= 9
Bounds
 0 <= x <= 5
Binaries
 x y
End
END
expect 'HiGHS' "$(highs_value wide.lp)" 7
expect 'GLPK' "$(glpk_value --lp wide.lp)" 7
expect 'CBC' "$(cbc_value wide.lp)" 3
expect 'SYMPHONY, which prints the minimum of the negated objective' "$(symphony_value -L wide.lp)" -3
