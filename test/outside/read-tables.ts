/**
 * Exported tables given to the programs that people read them with: pandas and R at their defaults, and
 * LaTeX under OT1 and T1 with nothing but booktabs. Outside `npm test`, which must not need them; says the
 * versions it met, and passes over what is not installed. `--keep FOLDER` leaves the files there.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import { tableToLatex } from '../../src-contract/tables/latex-table.ts';
import { tableToCsv } from '../../src-contract/tables/separated-table.ts';

const NAMES = [
  'p0033',
  'a,b',
  'say "x"',
  '=1+1',
  '-5',
  '@x',
  'a;=b',
  '#1',
  "it's",
  'x_1^2 & {y} $z$ 50% ~',
  '\\input{evil}',
  '<|>',
  '[a]',
  '*',
  'a--b',
  "``q''",
  '?`!`,,',
  'é ß Ł ı ñ ő ą đ þ',
  'μ ≤ x̂ − ∞ → “…”',
  '中文 🙂',
  'a\nb\tc\u0007',
  'Ω₂ x² β',
  '\u202eevil',
  'WWWWWWWWWWMMMMMMMMMMWWWWWWWWWWMMMMMMMMMM',
  'a_very_long_name_without_any_blank_that_goes_on_and_on_and_on_and_on_and_on',
  'words and words and words and words and words and words and words and words',
];
const NUMBERS = [0, -1.5, 3089, 120_000, 1e-12, 1.2345678901234567, 6.02e23, -1e-300, 123456789.125];

const numeric = (key: string): ExportTable['columns'][number] => ({ key, label: key, numeric: true, digits: 6 });
const runs: ExportTable = {
  title: 'Runs of a_session & more: 100 %',
  caption: 'Leibniz, numerics 6\nprogram, "hash"',
  columns: [
    { key: 'run', label: 'run', numeric: true },
    { key: 'problem', label: 'problem', numeric: false },
    { key: 'method', label: 'method', numeric: false },
    { key: 'objective', label: 'objective', numeric: true, digits: 10 },
    { key: 'feasible', label: 'feasible', numeric: false },
    { key: 'gap', label: 'gap', unit: '%', numeric: true, digits: 3 },
    numeric('violation'),
    numeric('samples a step'),
    numeric('standard error'),
    { key: 'seconds', label: 'time', unit: 's', numeric: true, digits: 3 },
    { key: 'label', label: 'label', numeric: false },
    ...Array.from({ length: 12 }, (_, k) => numeric(`quantity ${k}`)),
  ],
  rows: Array.from(
    { length: 150 },
    (
      _,
      k,
    ) => [k + 1, NAMES[k % NAMES.length] ?? '', NAMES[(7 * k + 3) % NAMES.length] ?? '', NUMBERS[k % NUMBERS.length] ?? 0, k % 3 !== 0,
      k % 4 === 0 ? null : k / 7, NUMBERS[(k + 1) % NUMBERS.length] ?? 0, 64, 1e-5 * k, k / 3, NAMES[(3 * k) % NAMES.length] ?? '',
      ...Array.from({ length: 12 }, (_unused, j) => (k * (j + 1)) / 11)],
  ),
  marks: [{ row: 0, column: 3, kind: 'infeasible' }, { row: 1, column: 5, kind: 'at-least' }],
};
const small: ExportTable = {
  title: 'Small',
  caption: '',
  columns: runs.columns.slice(0, 6),
  rows: runs.rows.slice(0, 9).map((row) => row.slice(0, 6)),
  marks: runs.marks ?? [],
};

const keep = process.argv.indexOf('--keep');
const kept = keep < 0 ? undefined : process.argv[keep + 1];
const folder = kept ?? mkdtempSync(join(tmpdir(), 'leibniz-tables-'));
mkdirSync(folder, { recursive: true });
let failed = false;
const say = (who: string, complaint: string | null): void => {
  console.log(`${complaint === null ? 'ok    ' : 'FAILED'} ${who}${complaint === null ? '' : `\n${complaint}`}`);
  failed ||= complaint !== null;
};
const answerOf = (command: string, parameters: readonly string[]): { readonly text: string; readonly ok: boolean } | null => {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, { cwd: folder, encoding: 'utf8' });
  return error === undefined ? { text: `${stdout}${stderr}`, ok: status === 0 } : null;
};

try {
  const csv = join(folder, 'runs.csv');
  writeFileSync(csv, tableToCsv(runs));
  writeFileSync(
    join(folder, 'columns.json'),
    JSON.stringify(runs.columns.map((column) => (column.unit === undefined ? column.label : `${column.label} (${column.unit})`))),
  );
  writeFileSync(join(folder, 'numbers.json'), JSON.stringify(runs.rows.map((row) => row[3])));
  pandas();
  statistics();
  for (const encoding of ['OT1', 'T1']) latex(encoding);
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

/** Header and types without a word to the reader; the C parser's fast floats may be off in the last digit, `round_trip` must not. */
function pandas(): void {
  const script = `
import json, sys, pandas
t = pandas.read_csv("runs.csv")
assert list(t.columns) == json.load(open("columns.json")), list(t.columns)
assert len(t) == 150 and t["run"].tolist() == list(range(1, 151))
assert t["feasible"].dtype == bool and t["gap (%)"].isna().sum() == 38, t["gap (%)"].isna().sum()
assert not t["problem"].isna().any()
exact = pandas.read_csv("runs.csv", float_precision="round_trip")["objective"].tolist()
assert exact == json.load(open("numbers.json"))
print("pandas", pandas.__version__, "Python", sys.version.split()[0])
`;
  const answer = answerOf(process.env['PYTHON'] ?? 'python3', ['-c', script]);
  if (answer === null || answer.text.includes("No module named 'pandas'")) console.log('not here: pandas');
  else say(answer.ok ? answer.text.trim() : 'pandas', answer.ok ? null : answer.text);
}

function statistics(): void {
  const script = `
t <- read.csv("runs.csv")
stopifnot(nrow(t) == 150, ncol(t) == ${runs.columns.length}, identical(t$run, 1:150), is.logical(t$feasible),
  sum(is.na(t$gap....)) == 38, is.numeric(t$objective), !any(is.na(t$problem)))
cat(R.version.string)
`;
  const answer = answerOf('Rscript', ['-e', script]);
  if (answer === null) console.log('not here: R');
  else say(answer.ok ? answer.text.trim() : 'R', answer.ok ? null : answer.text);
}

/** Compiled without an error, a missing character or a box that stands out of the page. */
function latex(encoding: string): void {
  const name = `tables-${encoding}`;
  const begin = `\\documentclass{article}\n\\usepackage[${encoding}]{fontenc}\n\\usepackage{booktabs}\n\\begin{document}\n`;
  writeFileSync(join(folder, `${name}.tex`), `${begin}${tableToLatex(small)}${tableToLatex(runs)}\\end{document}\n`);
  const answer = answerOf('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', `${name}.tex`]);
  if (answer === null) {
    console.log('not here: pdflatex');
    return;
  }
  const log = readFileSync(join(folder, `${name}.log`), 'latin1');
  const complaints = log.split('\n').filter((line) => /^(!|Overfull|Missing character|LaTeX (Error|Warning: (Float|Text)))/.test(line));
  const overfull = complaints.filter((line) => line.startsWith('Overfull')).length;
  say(`${/This is (.*?\))/.exec(log)?.[1] ?? 'pdflatex'}, ${encoding}`, answer.ok && complaints.length === 0 ? null : `${overfull} boxes stand out\n${[...new Set(complaints)].slice(0, 20).join('\n')}`);
}
