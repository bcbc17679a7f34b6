#!/usr/bin/env bash
# Costs that a double holds exactly do not survive being written to MPS. From -12345678901 and -12345678902,
# CBC 2.10.8 writes -1.23457e+10 twice (a number that does not fit the 12 characters of the fixed format keeps
# six digits); from 16-digit integers HiGHS 1.15 writes 15 digits and makes two different costs equal; lp_solve
# 5.5.2.5 writes seven. CBC also replaces the names of rows and columns.
. "$(dirname "$0")/packages.bash"
. "$SCRIPTS/readers.bash"

debian coinor-cbc=2.10.8+ds1-1 lp-solve=5.5.2.5-2
npm_packages highs@1.15.3

write() {
  cat <<END
NAME          COSTS
ROWS
 N  obj
 L  c1
COLUMNS
    M1        'MARKER'                 'INTORG'
    x         obj       $1
    x         c1                   1
    y         obj       $2
    y         c1                   1
    M2        'MARKER'                 'INTEND'
RHS
    R         c1                   1
BOUNDS
 BV B         x
 BV B         y
ENDATA
END
}
costs_of() { grep -ohE -- '-[0-9][0-9.]{3,}([eE][+]?[0-9]+)?' "$1" | sort -u | tr '\n' ' '; }

write -12345678901 -12345678902 > eleven.mps
cbc eleven.mps -export "$PWD/cbc.mps" > cbc.log 2>&1
expect 'CBC, 11 digits' "$(costs_of cbc.mps)" '-1.23457e+10 '
expect 'rows and columns named x, y or c1 in the file of CBC' "$(grep -cE '(^| )(x|y|c1)( |$)' cbc.mps || true)" 0

write -1234567890123456 -1234567890123457 > sixteen.mps
lp_solve -S1 -parse_only -fmps sixteen.mps -wfmps lp_solve.mps
expect 'lp_solve, 16 digits' "$(costs_of lp_solve.mps)" '-1.234568E15 '
cat > write.mjs <<'END'
import loadHighs from 'highs';
import { readFileSync, writeFileSync } from 'node:fs';
const highs = await loadHighs({});
highs.withModel({ format: 'mps', data: readFileSync('sixteen.mps') }, (model) => {
  writeFileSync('highs.mps', model.exportModel('mps'));
  model.run();
  console.log(model.getObjectiveValue());
});
END
expect 'HiGHS solves what it read' "$(node write.mjs)" -1234567890123457
expect 'HiGHS, 16 digits' "$(costs_of highs.mps)" '-1.23456789012346e+15 '
