#!/usr/bin/env bash
# javascript-lp-solver 1.0.3 returns a right vector with a wrong objective. For min 2 x0 - 8 x1 with
# -9 x0 + 9 x1 <= -7 over {0, 1} the only feasible vector is x0 = 1, x1 = 0, of cost 2; the package returns
# x0 = 1 with `result: 0`, feasible and integral. The same row as 9 x0 - 9 x1 >= 7 gives result 2.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

npm_packages javascript-lp-solver@1.0.3

cat > solve.mjs <<'END'
import solver from 'javascript-lp-solver';
const program = (row, sign) => ({
  optimize: 'cost', opType: 'min',
  constraints: { row, atMost0: { max: 1 }, atMost1: { max: 1 } },
  variables: { x0: { cost: 2, row: 9 * sign, atMost0: 1 }, x1: { cost: -8, row: -9 * sign, atMost1: 1 } },
  ints: { x0: 1, x1: 1 },
});
for (const [row, sign] of [[{ max: -7 }, -1], [{ min: 7 }, 1]]) {
  const { feasible, isIntegral, result, x0 = 0, x1 = 0 } = solver.Solve(program(row, sign));
  console.log(JSON.stringify({ feasible, isIntegral, x0, x1, result, cost: 2 * x0 - 8 * x1 }));
}
END
node solve.mjs > solved.txt
expect 'row as <=' "$(sed -n 1p solved.txt)" '{"feasible":true,"isIntegral":true,"x0":1,"x1":0,"result":0,"cost":2}'
expect 'row as >=' "$(sed -n 2p solved.txt)" '{"feasible":true,"isIntegral":true,"x0":1,"x1":0,"result":2,"cost":2}'
