/**
 * Reports: one HTML file that needs nothing else, with what methods come to, the table of runs, the descents' trajectories as
 * inline SVG in the schemes' own colors, notes, and which programs made it from which specs. It has no scripts, its content
 * security policy forbids any, and every string from a file is escaped.
 */
import { feasibleWord, metInTolerance } from '../../../src-contract/exact-status.ts';
import type { SeriesColumn } from '../../../src-contract/job-event.ts';
import type { RunDetail } from '../../../src-contract/session.ts';
import { REPORT_SECTION_NAMES } from '../../../src-contract/report.ts';
import type { ReportAsk, ReportPicture, ReportSection } from '../../../src-contract/report.ts';
import { LIGHT_SERIES_COLORS } from '../../../src-contract/series-colors.ts';
import type { Study } from '../../../src-contract/study.ts';
import { referenceSource } from '../../../src-contract/reference-words.ts';
import { summaryOf } from '../../../src-science/statistics/summary.ts';
import { gapStatement } from '../../../src-science/exact/optimality-gap.ts';
import { markupText } from '../../../src-contract/export-text.ts';
import { isInfeasible, methodOf, RUN_FACTS } from '../../../src-contract/tables/run-facts.ts';
import type { RunFactName } from '../../../src-contract/tables/run-facts.ts';
import { DASHES, lineChart } from '../export/line-chart.ts';
import type { Line, LineStyle } from '../export/line-chart.ts';
import { qualitySection } from '../export/quality-report.ts';
import { EngineError } from '../error-value.ts';
import { noteHtml, picturesSection } from './report-parts.ts';
import { statusText } from './study.ts';
import type { StudyRun } from './study.ts';
import type { Workspace } from '../workspace/workspace-api.ts';

const CHART_POINTS = 600;
const COLUMNS: readonly SeriesColumn[] = ['iteration', 'loss', 'penalty'];

/** What a report asks a session for. */
export type ReportSource = Pick<Workspace, 'answer'>;

interface Report {
  readonly title: string;
  /** Below the title. */
  readonly lead: string;
  readonly runs: readonly StudyRun[];
  readonly sections: ReadonlySet<ReportSection>;
  readonly pictures: readonly ReportPicture[];
}

/** The report of a study, with everything that a report can hold. */
export function studyReport(source: ReportSource, study: Study, runs: readonly StudyRun[]): Promise<string> {
  const problems = new Set(runs.map(({ problem }) => problem.id)).size;
  const lead = `${runs.length} runs of ${study.methods.length} methods on ${problems} problems, seeds ${study.seeds.map(String).join(', ')}.`;
  return reportHtml(source, { title: study.title, lead, runs, sections: new Set(REPORT_SECTION_NAMES), pictures: [] });
}

/**
 * The report of a session, or of chosen runs of it; methods are called as the run table calls them.
 * @param pictures of panels, as the window drew them
 * @throws EngineError `report-empty` where none of the runs is there
 */
export async function sessionReport(source: ReportSource, ask: ReportAsk, pictures: readonly ReportPicture[] = []): Promise<string> {
  const problems = new Map((await source.answer({ type: 'problem.list' })).map((problem) => [problem.id, problem]));
  const wanted = ask.runs === null ? null : new Set(ask.runs);
  const runs = (await source.answer({ type: 'run.list' })).flatMap((run): StudyRun[] => {
    const problem = problems.get(run.problemId);
    return problem === undefined || wanted?.has(run.id) === false ? [] : [{ problem, method: methodOf(run), seed: run.seed, run }];
  });
  if (runs.length === 0) throw new EngineError(
    'report-empty', 'There is no run to report on.', 'Choose runs that are in the session, or all of them.',
  );
  const methods = new Set(runs.map(({ method }) => method)).size;
  const on = new Set(runs.map(({ problem }) => problem.id)).size;
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
  const lead = `${count(runs.length, 'run')} of ${count(methods, 'method')} on ${count(on, 'problem')}.`;
  return reportHtml(source, { title: ask.title, lead, runs, sections: new Set(ask.sections), pictures });
}

/** The report's HTML. */
async function reportHtml(source: ReportSource, { title, lead, runs, sections: shown, pictures }: Report): Promise<string> {
  const details: RunDetail[] = [];
  if (shown.has('quality') || shown.has('manifest')) {
    for (const { run } of runs) details.push(await source.answer({ type: 'run.detail', id: run.id }));
  }
  const problems = [...new Map(runs.map(({ problem }) => [problem.id, problem])).values()];
  const looks = methodLooks(runs);
  const sections: string[] = [];
  for (const problem of problems) {
    const own = runs.filter((each) => each.problem.id === problem.id);
    sections.push(
      `<section><h2>${markupText(problem.name)}</h2>` +
        `<p>${markupText(problem.origin)}: ${problem.variables} variables, ${problem.rows} rows, ${problem.nonzeros} nonzeros, ${problem.sense === 'min' ? 'minimize' : 'maximize'}; ` +
        `${problem.reference === null ? 'no reference value' : `reference ${numberOf(problem.reference.objective)}, ${markupText(referenceSource(problem.reference))}`}.${problem.referenceNote === null ? '' : ` ${markupText(problem.referenceNote)}`}</p>` +
        (shown.has('summary') ? summaryTable(own) : '') +
        (shown.has('runs') ? runTable(own) : '') +
        (shown.has('pictures') ? await trajectoryCharts(source, own, looks) : '') +
        `${shown.has('quality') ? qualitySections(own, details) : ''}</section>`,
    );
  }
  const notes = shown.has('notes') ? notesSection(await source.answer({ type: 'session.note' }), runs) : '';
  const made = shown.has('manifest') ? manifestSection(details) : '';
  return page(
    title,
    `<h1>${markupText(title)}</h1><p>${markupText(lead)}</p>${picturesSection(pictures)}${sections.join('\n')}${notes}${made}`,
  );
}

/** One color a scheme, as in the window; methods of one scheme differ in their dashes. */
function methodLooks(runs: readonly StudyRun[]): ReadonlyMap<string, LineStyle> {
  const looks = new Map<string, LineStyle>();
  const of = new Map<string, number>();
  for (const { method, run } of runs) {
    if (looks.has(method)) continue;
    const color = LIGHT_SERIES_COLORS[run.scheme ?? 'exact'];
    const before = of.get(color) ?? 0;
    of.set(color, before + 1);
    looks.set(method, { color, dash: DASHES[before % DASHES.length] ?? '' });
  }
  return looks;
}

/** What each method comes to on a problem: over its runs, which are seeds of one setting as a rule. */
function summaryTable(runs: readonly StudyRun[]): string {
  const methods = [...new Set(runs.map(({ method }) => method))];
  const head = ['method', 'runs', 'feasible', 'best', 'gap, mean', 'gap, median', 'time, mean'];
  const rows = methods.map((method) => {
    const own = runs.filter((each) => each.method === method).map(({ run }) => run);
    const feasible = own.filter((run) => run.feasible === true);
    const objectives = feasible.flatMap(({ objective }) => (objective === null ? [] : [objective]));
    const best = objectives.length === 0 ? null : runs[0]?.problem.sense === 'max' ? Math.max(...objectives) : Math.min(...objectives);
    const gaps = summaryOf(own.flatMap(({ gap }) => (gap === null ? [] : [gap])));
    const seconds = summaryOf(own.flatMap(({ seconds: taken }) => (taken === null ? [] : [taken])));
    const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
    const error = gaps === null || Number.isNaN(gaps.standardError) ? '' : ` ± ${(100 * gaps.standardError).toFixed(2)} %`;
    return [
      method, String(own.length), String(feasible.length), numberOf(best), gaps === null ? '' : `${percent(gaps.mean)}${error}`,
      gaps === null ? '' : percent(gaps.median), seconds === null ? '' : `${seconds.mean.toFixed(3)} s`,
    ];
  });
  const cells = (kind: 'th' | 'td', texts: readonly string[]): string =>
    texts.map((text, k) => `<${kind}${k === 0 ? '' : ' class="n"'}>${markupText(text)}</${kind}>`).join('');
  return `<table class="summary"><thead><tr>${cells('th', head)}</tr></thead><tbody>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')}</tbody></table>` +
    '<p class="about">Means over the runs of a method that have a value, ± the standard error of the mean.</p>';
}

/** What its user wrote: to the session, as Markdown, and to runs, as it was written. */
function notesSection(note: string, runs: readonly StudyRun[]): string {
  const noted = runs.filter(({ run }) => run.note.trim() !== '');
  if (noted.length === 0 && note.trim() === '') return '';
  const notes = noted.map(({ run, problem, method }) =>
    `<h3>run ${run.id}: ${markupText(problem.name)}, ${markupText(method)}</h3><pre class="note">${run.note.split(/\r\n|\r|\n/).map(markupText).join('\n')}</pre>`);
  return `<section><h2>Notes</h2>${noteHtml(note)}${notes.join('\n')}</section>`;
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
async function trajectoryCharts(
  source: ReportSource, runs: readonly StudyRun[], looks: ReadonlyMap<string, LineStyle>,
): Promise<string> {
  const loss: Line[] = [];
  const penalty: Line[] = [];
  for (const { run, method, seed } of runs) {
    if (run.kind !== 'descent') continue;
    const { columns } =
      await source.answer({ type: 'run.series', id: run.id, columns: [...COLUMNS], maxPoints: CHART_POINTS, from: null, to: null });
    const { iteration } = columns;
    if (iteration === undefined || iteration.length === 0) continue;
    const style = looks.get(method) ?? 0;
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
      ) => `${manifest.application}, ${manifest.runtime}${manifest.machine === undefined ? '' : ` on ${manifest.machine}`}${manifest.solver === null ? '' : `, ${manifest.solver}`}, numerics ${manifest.numerics}`,
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
td.n { white-space: nowrap; }
s, .unproven { opacity: 0.6; }
.summary { margin-bottom: 0.5rem; }
.about { font-size: 12px; opacity: 0.75; margin: 0 0 1.2rem; }
.note { font: inherit; white-space: pre-wrap; }
.note-text { max-width: 44rem; }
figure { margin: 1rem 0 1.6rem; break-inside: avoid; }
figure h3 { margin: 0 0 0.4rem; }
@media print {
  :root { color-scheme: light; }
  body { font-size: 10pt; margin: 0; max-width: none; }
  th, td { padding: 0.15rem 0.5rem; }
  svg, tr { break-inside: avoid; }
}
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
