#!/usr/bin/env bash
# SYMPHONY 5.6.17 solves a feasible 0-1 program in its preprocessing, prints the optimum and its cost, then
# "Optimal Solution Found in Preprocessing", then "The problem is infeasible!" and "No Solution Found".
# A script that looks for the word infeasible, or reads the last lines, takes the program for infeasible.
# Seen: min -3x - 2y, x + y <= 2 has the optimum -5; all four lines are in one output.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian coinor-symphony=5.6.17+dfsg-1+b1

cat > small.lp <<'END'
Minimize
 obj: - 3 x - 2 y
Subject To
 c: x + y <= 2
Binaries
 x y
End
END
expect 'cost' "$(symphony_value -L small.lp)" -5
expect 'optimum found' "$(grep -c 'Optimal Solution Found in Preprocessing' symphony.log)" 1
expect 'the same program infeasible' "$(grep -c 'The problem is infeasible!' symphony.log)" 1
expect 'no solution' "$(grep -c 'No Solution Found' symphony.log)" 1
