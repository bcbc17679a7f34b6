#!/usr/bin/env bash
# GLPK 5.0 calls a vector optimal that is not, on three variables: it gives up a branch whose bound is within 10⁻⁷
# of the best value, 2 of 20 000 002, and integer costs do not change that. No option of glpsol and none of
# glpk.js sets that tolerance. glpk.js 5.0.0 does the same. HiGHS 1.15 and CBC 2.10.8 find 20 000 000.
# Seen: INTEGER OPTIMAL SOLUTION FOUND, 20000002; the optimum (x1 = 1, others 0) is 20000000.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian glpk-utils=5.0-1 coinor-cbc=2.10.8+ds1-1
npm_packages highs@1.15.3 glpk.js@5.0.0

cat > three.lp <<'END'
Minimize
 obj: 20000000 x0 + 20000000 x1 + 2 x2
Subject To
 r0: x0 + 7 x1 + x2 >= 2
Binaries
 x0 x1 x2
End
END
cat > three.mjs <<'END'
import createGlpk from 'glpk.js/node';
const glpk = await createGlpk();
const names = ['x0', 'x1', 'x2'];
const terms = (values) => names.map((name, j) => ({ name, coef: values[j] }));
const { result } = glpk.solve({
  name: 'three',
  objective: { direction: glpk.GLP_MIN, name: 'obj', vars: terms([20000000, 20000000, 2]) },
  subjectTo: [{ name: 'r0', vars: terms([1, 7, 1]), bnds: { type: glpk.GLP_LO, lb: 2, ub: 0 } }],
  binaries: names,
}, { msglev: glpk.GLP_MSG_OFF });
console.log(`${result.status === glpk.GLP_OPT ? 'optimal' : result.status} ${result.z}`);
END
glpsol --lp three.lp -o three.sol > glpsol.log
expect 'glpsol, status' "$(awk '/^Status:/ {$1 = ""; print substr($0, 2)}' three.sol)" 'INTEGER OPTIMAL'
expect 'glpsol, value' "$(glpk_value --lp three.lp)" 20000002
expect 'glpk.js' "$(node three.mjs)" 'optimal 20000002'
expect 'HiGHS' "$(highs_value three.lp)" 20000000
expect 'CBC' "$(cbc_value three.lp)" 20000000
