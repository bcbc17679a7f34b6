/** Tables and figures of docs/question.md. An instance is the unit: what is compared is its mean over the seeds. */
import { lineChart } from '../src-main/engine/export/line-chart.ts';
import type { Line } from '../src-main/engine/export/line-chart.ts';
import { holm, signedRanks, studentInterval } from '../src-science/statistics/paired.ts';
import {
  changeAt, CORRECTED, INTERCHANGE, PLAIN_DECODERS, SHARES, towardsCorrected, towardsTrue, TRAINING, TRUE,
} from './question-design.ts';
import type { QuestionFamily } from './question-design.ts';
import type { RunOutcome, RunPath } from './question-read.ts';
import { methodsOf, NO_DESCENT, settingsOf } from './question-studies.ts';
import type { QuestionSettings } from './question-studies.ts';
import { table } from './report.ts';
import { mean, primalGap } from './starts-report.ts';

function bestOf(sense: 'min' | 'max', values: readonly (number | null)[]): number | null {
  const found = values.filter((value) => value !== null);
  return found.length === 0 ? null : sense === 'min' ? Math.min(...found) : Math.max(...found);
}

/** One method on one instance: means over its seeds. */
interface Cell {
  /** Of the best plain decoding, and of each. */
  readonly gap: number;
  readonly byDecoder: Readonly<Record<string, number>>;
  /** Share of seeds whose rounded end is feasible as it is. */
  readonly feasible: number;
  /** Different rounded ends. */
  readonly ends: number;
  readonly seeds: number;
}

/** By method, its instances in one order. */
type Cells = ReadonlyMap<string, readonly Cell[]>;

function cellsOf(family: QuestionFamily, outcomes: readonly RunOutcome[]): Cells {
  const problems = [...new Set(outcomes.map(({ problem }) => problem))];
  const methods = [...new Set(outcomes.map(({ method }) => method))];
  const best = new Map(problems.map((problem) => [
    problem, bestOf(family.sense, outcomes.filter((each) => each.problem === problem).flatMap(({ decoded }) => Object.values(decoded))),
  ]));
  return new Map(methods.map((method) => [method, problems.map((problem): Cell => {
    const own = outcomes.filter((each) => each.problem === problem && each.method === method);
    const reference = best.get(problem) ?? Number.NaN;
    return {
      gap: mean(own.map(({ decoded }) => primalGap(bestOf(family.sense, PLAIN_DECODERS.map((name) => decoded[name] ?? null)), reference))),
      byDecoder: Object.fromEntries(
        PLAIN_DECODERS.map((name) => [name, mean(own.map(({ decoded }) => primalGap(decoded[name] ?? null, reference)))]),
      ),
      feasible: mean(own.map(({ decoded }) => (decoded['threshold'] === null ? 0 : 1))),
      ends: new Set(own.map(({ rounded }) => rounded)).size,
      seeds: own.length,
    };
  })]));
}

const spread = (values: readonly number[], digits = 2): string => {
  const { mean: middle, half } = studentInterval(values);
  return `${middle.toFixed(digits)} ± ${half.toFixed(digits)}`;
};
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
const probability = (p: number): string => p.toFixed(4);

function settingsText(family: QuestionFamily, settings: QuestionSettings, name: string): string {
  const method = methodsOf(family).find((each) => each.name === name);
  if (method === undefined) return '';
  const { step, mu, iterations, optimizer } = changeAt(method, family, settingsOf(settings, family, method));
  const first = mu?.kind === 'ramp' ? mu.from : Number.NaN;
  const speed = optimizer?.name === 'mean-field' ? `T ${String(optimizer.temperature)}` : `step ${String(step)}`;
  return `${speed}, μ ${String(first)}, ${String(iterations)}`;
}

function levels(family: QuestionFamily, settings: QuestionSettings, cells: Cells): string {
  const head = [
    'method', 'step, first μ, iterations', 'gap, best plain decoder, %', ...PLAIN_DECODERS.map((name) => `${name}, %`),
    'rounded end feasible, %', 'different rounded ends, of seeds',
  ];
  return table(head, [NO_DESCENT, ...methodsOf(family).map(({ name }) => name)].map((name) => {
    const own = cells.get(name) ?? [];
    const several = (own[0]?.seeds ?? 1) > 1;
    return [
      name, settingsText(family, settings, name), spread(own.map(({ gap }) => gap)),
      ...PLAIN_DECODERS.map((decoder) => mean(own.map(({ byDecoder }) => byDecoder[decoder] ?? 100)).toFixed(2)),
      (100 * mean(own.map(({ feasible }) => feasible))).toFixed(0),
      several ? `${mean(own.map(({ ends }) => ends)).toFixed(1)} of ${String(own[0]?.seeds)}` : '',
    ];
  }));
}

/** Every method less `base`, instance by instance; Holm's correction over the rows of the table. */
function comparisons(family: QuestionFamily, cells: Cells, base: string): string {
  const against = cells.get(base) ?? [];
  const rows = [...methodsOf(family).map(({ name }) => name), NO_DESCENT].filter((name) => name !== base).map((name) => {
    const differences = (cells.get(name) ?? []).map(({ gap }, k) => gap - (against[k]?.gap ?? Number.NaN));
    return { name, differences, test: signedRanks(differences), interval: studentInterval(differences) };
  });
  const corrected = holm(rows.map(({ test }) => test.p));
  const head = [`less ${base}`, 'difference of gaps, points', 'better on', 'worse on', 'effect r', 'p', 'p after Holm'];
  return table(head, rows.map(({ name, differences, test, interval }, k) => [
    name, `${signed(interval.mean)} ± ${interval.half.toFixed(2)}`,
    `${String(differences.filter((value) => value < 0).length)} of ${String(differences.length)}`,
    String(differences.filter((value) => value > 0).length), signed(test.effect), probability(test.p), probability(corrected[k] ?? 1),
  ]));
}

/** Mean over the instances at twenty-one shares of the run, each path taken as it was last seen. */
function meanPath(paths: readonly RunPath[]): { x: number[]; y: number[] } {
  const x = Array.from({ length: 21 }, (_, k) => k / 20);
  const y = x.map((share) => mean(paths.map((path) => {
    const at = path.share.findLastIndex((each) => each <= share + 1e-9);
    return path.entropy[Math.max(0, at)] ?? 0;
  })));
  return { x, y };
}

const shown = (paths: readonly RunPath[]): string[] => [...new Set(paths.map(({ method }) => method))];

function entropyTable(paths: readonly RunPath[]): string {
  const shares = [0.1, 0.25, 0.5, 0.75, 1];
  const head = ['entropy of x̂, bits a variable, at', ...shares.map((share) => `${String(100 * share)} % of the run`)];
  return table(head, shown(paths).map((name) => {
    const { x, y } = meanPath(paths.filter(({ method }) => method === name));
    return [name, ...shares.map((share) => (y[x.findIndex((each) => each >= share - 1e-9)] ?? Number.NaN).toFixed(3))];
  }));
}

const onWhite = (svg: string): string => svg.replace('<svg ', '<svg style="background:#fff" ');

/** Figures by file name. */
export function familyFigures(family: QuestionFamily, outcomes: readonly RunOutcome[], paths: readonly RunPath[]): [string, string][] {
  const cells = cellsOf(family, outcomes);
  const entropy = shown(paths).map((name, style): Line => (
    { label: name, group: name, style, ...meanPath(paths.filter(({ method }) => method === name)) }));
  const figures: [string, string][] = [[
    `question-entropy-${family.name}.svg`,
    onWhite(lineChart(
      { title: `${family.name}: entropy of x̂, bits a variable`, xLabel: 'share of the run', lines: entropy, scale: 'linear' },
    )),
  ]];
  const ways = [
    [towardsTrue, TRUE, 'towards the true gradient'], [towardsCorrected, CORRECTED, 'towards the corrected gradient'],
  ] as const;
  const fades = ways.flatMap(([nameAt, end, group], style): Line[] => {
      const names = [INTERCHANGE, ...SHARES.map((t) => nameAt(t)), end];
      const found = names.map((name) => studentInterval((cells.get(name) ?? []).map(({ gap }) => gap)));
      if (names.some((name) => !cells.has(name))) return [];
      const x = [0, ...SHARES, 1];
      const line = (by: number, label: string, dash: number): Line => (
        { label, group: label, style: style + dash, x, y: found.map(({ mean: middle, half }) => middle + by * half) });
      return [line(0, group, 0), line(-1, `${group}, 95 % limits`, 2), line(1, `${group}, 95 % limits`, 2)];
    });
  if (fades.length > 0) figures.push([
    `question-fade-${family.name}.svg`,
    onWhite(lineChart(
      { title: `${family.name}: gap of the best plain decoding, %`, xLabel: 'share t of the boundary term', lines: fades, scale: 'linear' },
    )),
  ]);
  return figures;
}

export function familySection(
  family: QuestionFamily, settings: QuestionSettings, outcomes: readonly RunOutcome[], paths: readonly RunPath[],
): string {
  const cells = cellsOf(family, outcomes);
  const instances = cells.get(TRUE)?.length ?? 0;
  return [
    `**${family.name}**, ${family.title}: ${String(instances)} instances; settings chosen on ${String(TRAINING.length)} others.`,
    levels(family, settings, cells),
    comparisons(family, cells, TRUE),
    comparisons(family, cells, INTERCHANGE),
    entropyTable(paths),
  ].join('\n\n');
}
