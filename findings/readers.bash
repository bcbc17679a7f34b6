# Shared by the scripts that ask several programs for the optimum of one file. Each function prints a value,
# or `refused` where the program reports that it cannot read the file.

glpk_value() { # glpk_value --mps|--freemps|--lp FILE
  glpsol "$1" "$2" --output glpk.txt > glpk.log 2>&1 || true
  if grep -q 'processing error' glpk.log; then echo refused; else sed -n 's/^Objective: .* = \([^ ]*\) .*/\1/p' glpk.txt; fi
}

cbc_value() { # cbc_value FILE
  cbc "$1" -solve > cbc.log 2>&1 || true
  if grep -q 'errors on input' cbc.log; then echo refused; else sed -n 's/^Objective value: *//p' cbc.log | awk '{ print $1 + 0 }'; fi
}

lp_solve_value() { # lp_solve_value FILE.mps
  lp_solve -fmps "$1" -S3 > lp_solve.log 2>&1 || true
  if grep -q 'Value of objective' lp_solve.log; then sed -n 's/^Value of objective function: //p' lp_solve.log | awk '{ print $1 + 0 }'; else echo refused; fi
}

symphony_value() { # symphony_value -F|-L FILE
  symphony "$1" "$2" > symphony.log 2>&1 || true
  if grep -q 'Solution Cost' symphony.log; then sed -n 's/^Solution Cost: *//p' symphony.log | awk '{ print $1 + 0 }'; else echo refused; fi
}

highs_value() { # highs_value FILE: HiGHS as WebAssembly, from the npm package highs
  cat > highs.mjs <<'END'
import loadHighs from 'highs';
import { readFileSync } from 'node:fs';
const file = process.argv[2];
const highs = await loadHighs({});
highs.withModel({ format: file.endsWith('.lp') ? 'lp' : 'mps', data: readFileSync(file, 'utf8') }, (model) => {
  model.run();
  console.log(model.getModelStatus() === 7 ? model.getObjectiveValue() : `status ${model.getModelStatus()}`);
});
END
  node highs.mjs "$1" 2> highs.log || echo refused
}
