#!/usr/bin/env bash
# HiGHS 1.15 calls a vector optimal, gap 0, that is not, where objectives differ by less than 10⁻⁶: mip_feasibility_tolerance
# is also how much better a solution must be to be looked for, and costs within it of a whole number count as that number.
# With both MIP gaps set to 0 nothing changes; the same costs times 10⁸ are solved rightly.
# Seen: 1.00000013 where x1 alone costs 1.00000008; 0 where −5e-8 is the optimum.
. "$(dirname "$0")/packages.bash"

npm_packages highs@1.15.3

cat > near.mjs <<'END'
import loadHighs from 'highs';
const highs = await loadHighs();
const near = (factor) => {
  const cost = (c) => Math.round(c * 1e8) / 1e8 * factor;
  return `Minimize
 obj: ${cost(1.00000069)} x0 + ${cost(1.00000008)} x1 + ${cost(1.00000013)} x2
Subject To
 r0: 8 x1 + 6 x2 >= 4
 r1: 4 x0 + 9 x1 + 6 x2 >= 2
Binaries
 x0 x1 x2
End
`;
};
const small = `Minimize
 obj: - 0.00000005 x + y
Subject To
 c: x + y <= 1
Binaries
 x y
End
`;
const value = (lp) => {
  const { Status, ObjectiveValue } = highs.solve(lp, { mip_rel_gap: 0, mip_abs_gap: 0 });
  return `${Status} ${Number(ObjectiveValue.toPrecision(12))}`;
};
const which = { near: () => value(near(1)), scaled: () => value(near(1e8)), small: () => value(small) };
console.log(which[process.argv[2]]());
END
expect 'costs 1 + k·10⁻⁸' "$(node near.mjs near)" 'Optimal 1.00000013'
expect 'the same times 10⁸' "$(node near.mjs scaled)" 'Optimal 100000008'
expect 'a cost of −5·10⁻⁸' "$(node near.mjs small)" 'Optimal 0'
