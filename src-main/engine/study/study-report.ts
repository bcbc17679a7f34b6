/**
 * The report of a study: one HTML file that needs nothing else, with the table of runs and the descents'
 * trajectories as inline SVG. It has no scripts, its content security policy forbids any, and every
 * string from a file is escaped.
 */
import { feasibleWord, metInTolerance } from '../../../src-contract/exact-status.ts';
import type { SeriesColumn } from '../../../src-contract/job-event.ts';
import type { RunDetail } from '../../../src-contract/session.ts';
import type { Study } from '../../../src-contract/study.ts';
import { referenceSource } from '../../../src-contract/reference-words.ts';
import { gapStatement } from '../../../src-science/exact/optimality-gap.ts';
import { markupText } from '../../../src-contract/export-text.ts';
import { isInfeasible, methodOf, RUN_FACTS } from '../../../src-contract/tables/run-facts.ts';
import type { RunFactName } from '../../../src-contract/tables/run-facts.ts';
import { lineChart } from '../export/line-chart.ts';
import type { Line } from '../export/line-chart.ts';
import { qualitySection } from '../export/quality-report.ts';
import { statusText } from './study.ts';
import type { StudyRun } from './study.ts';
import type { Workspace } from '../workspace/workspace-api.ts';

const CHART_POINTS = 600;
const COLUMNS: readonly SeriesColumn[] = ['iteration', 'loss', 'penalty'];

/** The report's HTML. */
export async function studyReport(workspace: Workspace, study: Study, runs: readonly StudyRun[]): Promise<string> {
  const details: RunDetail[] = [];
  for (const { run } of runs) details.push(await workspace.answer({ type: 'run.detail', id: run.id }));
  const problems = [...new Map(runs.map(({ problem }) => [problem.id, problem])).values()];
  const sections: string[] = [];
  for (const problem of problems) {
    const own = runs.filter((each) => each.problem.id === problem.id);
    const charts = await trajectoryCharts(workspace, own, study);
    sections.push(
      `<section><h2>${markupText(problem.name)}</h2>` +
        `<p>${markupText(problem.origin)}: ${problem.variables} variables, ${problem.rows} rows, ${problem.nonzeros} nonzeros, ${problem.sense === 'min' ? 'minimize' : 'maximize'}; ` +
        `${problem.reference === null ? 'no reference value' : `reference ${numberOf(problem.reference.objective)}, ${markupText(referenceSource(problem.reference))}`}.${problem.referenceNote === null ? '' : ` ${markupText(problem.referenceNote)}`}</p>` +
        `${runTable(own)}${charts}${qualitySections(own, details)}</section>`,
    );
  }
  return page(
    study.title,
    `<h1>${markupText(study.title)}</h1><p>${runs.length} runs of ${study.methods.length} methods on ${problems.length} problems, seeds ${study.seeds.map(String).join(', ')}.</p>${sections.join('\n')}${manifestSection(details)}`,
  );
}

/** Each measurement of gradient quality with its figures. */
function qualitySections(runs: readonly StudyRun[], details: readonly RunDetail[]): string {
  return runs
    .flatMap(({ method, seed, run }) => {
      const result = details.find(({ summary }) => summary.id === run.id)?.result;
      return result?.kind === 'quality' ? [qualitySection(seed === null ? method : `${method}, seed ${seed}`, result.quality)] : [];
    })
    .join('');
}

/** The columns of a report's table, and how a cell of each is written. */
const CELLS: readonly (readonly [name: RunFactName, cell: (row: StudyRun) => string])[] = [
  ['methodName', ({ method }) => markupText(method)],
  ['seed', ({ seed }) => (seed === null ? '' : String(seed))],
  ['objective', ({ run }) =>
    isInfeasible(run)
      ? `<s title="${metInTolerance(run) ? 'meets the rows only within the tolerance asked for' : 'infeasible'}: no result">${numberOf(run.objective)}</s>`
      : numberOf(run.objective)],
  ['feasible', ({ run }) => (run.feasible === false ? `<strong>${feasibleWord(run)}</strong>` : feasibleWord(run))],
  ['gap', ({ run }) => gapCell(run)],
  ['violation', ({ run }) => numberOf(run.violation)],
  ['seconds', ({ run }) => (run.seconds === null ? '' : `${run.seconds.toFixed(3)} s`)],
  ['status', ({ run }) => markupText(statusText(run))],
];

/** The table of runs of one problem, as HTML. */
export function runTable(runs: readonly StudyRun[]): string {
  const tag = (name: RunFactName, kind: 'th' | 'td', inner: string): string =>
    `<${kind}${RUN_FACTS[name].numeric ? ' class="n"' : ''}>${inner}</${kind}>`;
  const head = CELLS.map(([name]) => tag(name, 'th', name === 'methodName' ? 'method' : RUN_FACTS[name].label));
  const rows = runs.map((row) => `<tr>${CELLS.map(([name, cell]) => tag(name, 'td', cell(row))).join('')}</tr>`);
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

/** A gap to the optimum; gray and with its sign where the optimum is not known. */
function gapCell(run: StudyRun['run']): string {
  const statement = gapStatement(run);
  const percent = (gap: number): string => `${(100 * gap).toFixed(2)} %`;
  const unproven =
    (words: string): string => `<span class="unproven" title="the optimum is not known: measured against the best found">${words}</span>`;
  switch (statement?.kind) {
    case undefined:
      return '';
    case 'gap':
      return percent(statement.gap);
    case 'at-least':
      return unproven(`≥ ${percent(statement.gap)}`);
    case 'best-found':
      return unproven(`? ${percent(statement.gap)}`);
    case 'at-most':
      return unproven(`≤ ${percent(statement.high)}`);
    case 'between':
      return unproven(`${percent(statement.low)} – ${percent(statement.high)}`);
  }
}

/** Loss and penalty against iterations, one line a descent, one color a method. */
async function trajectoryCharts(workspace: Workspace, runs: readonly StudyRun[], study: Study): Promise<string> {
  const loss: Line[] = [];
  const penalty: Line[] = [];
  for (const { run, method, seed } of runs) {
    if (run.kind !== 'descent') continue;
    const { columns } =
      await workspace.answer({ type: 'run.series', id: run.id, columns: [...COLUMNS], maxPoints: CHART_POINTS, from: null, to: null });
    const { iteration } = columns;
    if (iteration === undefined || iteration.length === 0) continue;
    const style = study.methods.findIndex((each) => each.name === method);
    const common = { label: seed === null ? method : `${method}, seed ${seed}`, group: method, style, x: iteration };
    if (columns.loss !== undefined) loss.push({ ...common, y: columns.loss });
    if (columns.penalty !== undefined) penalty.push({ ...common, y: columns.penalty });
  }
  if (loss.length === 0) return '';
  return `<div class="charts">${lineChart({ title: 'Loss', xLabel: 'iteration', lines: loss, scale: 'linear' })}${lineChart({ title: 'Expected violation', xLabel: 'iteration', lines: penalty, scale: 'log' })}</div>`;
}

/** Which programs made the numbers, and what each run was asked. */
function manifestSection(details: readonly RunDetail[]): string {
  const makers = new Set(
    details.map(
      (
        { manifest },
      ) => `${manifest.application}, ${manifest.runtime}${manifest.solver === null ? '' : `, ${manifest.solver}`}, numerics ${manifest.numerics}`,
    ),
  );
  const hashes = new Set(details.map(({ manifest, summary }) => `${summary.problemName}: ${manifest.programHash}`));
  const specs = details.map(
    (
      { summary, spec },
    ) => `<details><summary>run ${summary.id}: ${markupText(summary.problemName)}, ${markupText(methodOf(summary))}</summary><pre>${JSON.stringify(spec, null, 2).split('\n').map(markupText).join('\n')}</pre></details>`,
  );
  const list = (lines: Iterable<string>): string => `<ul>${[...lines].map((line) => `<li>${markupText(line)}</li>`).join('')}</ul>`;
  return `<section><h2>Made by</h2>${list(makers)}<h3>Programs</h3>${list(hashes)}<h3>Specs</h3>${specs.join('\n')}</section>`;
}

function numberOf(value: number | null): string {
  return value === null ? '' : Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${markupText(title)}</title>
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.15rem 0.8rem; text-align: left; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
th.n, td.n { text-align: right; }
s, .unproven { opacity: 0.6; }
.charts { display: flex; flex-wrap: wrap; gap: 1rem; margin-top: 1rem; }
svg { max-width: 100%; height: auto; }
pre { font-size: 12px; overflow: auto; }
</style>
</head>
<body>
${body}
</body>
</html>
`;
}
