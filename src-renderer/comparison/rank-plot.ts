/**
 * Average ranks on a line, with Nemenyi's critical difference: methods whose ranks differ by less are joined by a bar (Demšar,
 * Journal of Machine Learning Research 7, 2006).
 */
import { costOf } from '../../src-science/statistics/comparison.ts';
import { instancesOf } from '../../src-science/statistics/instances.ts';
import { criticalDifference, friedmanTest, rankCliques } from '../../src-science/statistics/ranks.ts';
import type { FriedmanTest } from '../../src-science/statistics/ranks.ts';
import { formatNumber } from '../format/index.ts';
import { fitText, textWidth } from '../plot/place-labels.ts';
import { FONT_SIZE } from '../plot/scene.ts';
import type { Shape } from '../plot/scene.ts';
import type { Method } from './compared-runs.ts';
import { comparedWords, formatP } from './comparison-columns.ts';
import { figureColumn, textColumn } from './picture.ts';
import type { DrawPicture, Hit, PictureInput } from './picture.ts';
import { opacityOf, textOpacityOf } from './picture-frame.ts';

const ALPHA = 0.05;
/** Heights, px: of the bar of the critical difference, of the axis under it, of a bar of a group and of a line of names. */
const DIFFERENCE_AT = 34;
const AXIS_AT = 66;
const CLIQUE = 8;
const NAME = 20;
const LEAST_NAME = 13;

interface Ranked {
  readonly test: FriedmanTest;
  readonly blocks: readonly ArrayLike<number>[];
  readonly methods: readonly Method[];
  readonly over: string;
  readonly notes: readonly string[];
}

/** The ranks that are asked for, or in a sentence why there are none. */
function ranked({ compared, comparison, asked, ranksOver }: PictureInput): Ranked | string {
  const { methods } = compared;
  if (methods.length < 2) return 'Ranks need runs of at least two methods.';
  if (ranksOver === 'problems') {
    const test = friedmanTest(comparison.blocks);
    if (test === null) {
      return 'Ranks over problems need at least two problems on which every method has runs: rank over instances, or compare more runs.';
    }
    const out = compared.problems.length - comparison.common.length;
    return {
      test, blocks: comparison.blocks, methods, over: `${test.blocks} problems`,
      notes: out === 0 ? [] : [`${out === 1 ? 'One problem is' : `${out} problems are`} left out, on which a method has no run.`],
    };
  }
  const costs = compared.outcomes.map((outcome) => costOf(outcome, asked.by, asked.target));
  const instances = instancesOf(compared.outcomes, methods.length, costs);
  const blocks = Array.from(instances.problems, (_, k) => Float64Array.from(instances.costs, (row) => row[k] ?? Infinity));
  const test = friedmanTest(blocks);
  if (test === null) return 'Ranks need at least two instances, each a problem at a seed.';
  const missing = instances.missing.reduce((sum, each) => sum + each, 0);
  return {
    test, blocks, methods, over: `${test.blocks} instances, each a problem at a seed`,
    notes: [
      'Seeds of one problem are no independent problems: the test over instances says more than the problems can bear.',
      ...(missing === 0 ? [] : [`${missing} times a method has no run at an instance, and ranks last there.`]),
    ],
  };
}

export const rankPlot: DrawPicture = (input, size) => {
  const found = ranked(input);
  if (typeof found === 'string') return found;
  const { test, methods, over, notes } = found;
  const k = methods.length;
  const difference = criticalDifference(ALPHA, k, test.blocks);
  const cliques = rankCliques(test.ranks, difference);
  const order = methods.map((_, m) => m).sort((a, b) => (test.ranks[a] ?? 0) - (test.ranks[b] ?? 0));
  const namesAt = AXIS_AT + 14 + CLIQUE * cliques.length + 8;
  const fit = Math.max(1, Math.floor((size.height - namesAt) / LEAST_NAME));
  // The best ones where there is no room for all.
  const named = order.slice(0, 2 * fit);
  const half = Math.ceil(named.length / 2);
  const nameRow = Math.max(LEAST_NAME, Math.min(NAME, (size.height - namesAt) / half));
  const widest = Math.max(...methods.map(({ name }) => textWidth(name, FONT_SIZE))) + 66;
  const margin = Math.min(0.36 * size.width, widest);
  const width = Math.max(60, size.width - 2 * margin);
  const atX = (rank: number): number => margin + ((rank - 1) / (k - 1)) * width;
  const places = named.map((m, place) => {
    const onLeft = place < half;
    const line = onLeft ? place : named.length - 1 - place;
    return { m, method: methods[m], rank: test.ranks[m] ?? 0, onLeft, y: namesAt + nameRow * (line + 0.5) };
  });
  const hits = places.flatMap(({ method, rank }): Hit[] => {
    if (method === undefined) return [];
    const words = (): string[] => [method.name, `mean rank ${formatNumber(rank)} over ${over}`];
    return [{ x: atX(rank), y: AXIS_AT, methodKey: method.key, runIds: [], words }];
  });
  const rejects = test.pOfF < ALPHA;
  return {
    data: () => ({
      columns: [textColumn('method', 'method'), figureColumn('rank', 'mean rank'), figureColumn('blocks', 'ranked over')],
      rows: order.map((m) => [methods[m]?.name ?? '', test.ranks[m] ?? null, test.blocks]),
    }),
    names: places.flatMap(({ method, onLeft, y }) => (method === undefined ? [] : [{
      left: onLeft ? 0 : size.width - margin, top: y - nameRow / 2, width: margin, height: nameRow, methodKey: method.key,
    }])),
    hits, reach: 30, description: `Mean ranks of ${k} methods over ${over}`,
    notes: [
      `Friedman: χ²(${k - 1}) = ${formatNumber(test.statistic)}, p ${formatP(test.p)}; Iman and Davenport p ${formatP(test.pOfF)}${rejects ? '' : ': the ranks do not differ at 5 %, and groups mean little'}. Joined: ranks closer than Nemenyi’s critical difference at 5 %, ${formatNumber(difference, { digits: 3 })}.`,
      ...(named.length === k ? [] : [`The ${k - named.length} methods of the worst ranks need a taller panel.`]), ...notes,
    ],
    shapes: (theme, lit) => [
      { kind: 'text', x: 4, y: 11, text: fitText(`mean rank by ${comparedWords(input.asked.by)} over ${over}, 1 is the best`, FONT_SIZE, size.width - 8), color: theme.dim },
      ...differenceBar(Math.min(atX(1 + difference), size.width - 8) - atX(1), atX(1), difference, theme.text, size.width),
      { kind: 'line', points: [atX(1), AXIS_AT, atX(k), AXIS_AT], color: theme.axis, width: 1.2 },
      ...Array.from({ length: k }, (_, place): Shape[] => [
        { kind: 'line', points: [atX(place + 1), AXIS_AT - 5, atX(place + 1), AXIS_AT], color: theme.axis, width: 1.2 },
        ...(k > 12 && place % 2 === 1 ? [] : [{
          kind: 'text' as const, x: atX(place + 1), y: AXIS_AT - 8, text: String(place + 1), color: theme.dim, align: 'center' as const,
          baseline: 'bottom' as const,
        }]),
      ]).flat(),
      ...cliques.map((members, place): Shape => {
        const ranks = members.map((m) => test.ranks[m] ?? 0);
        const y = AXIS_AT + 14 + CLIQUE * place;
        return {
          kind: 'line', points: [atX(Math.min(...ranks)) - 3, y, atX(Math.max(...ranks)) + 3, y], color: theme.text, width: 3.5,
          opacity: 0.75,
        };
      }),
      ...places.flatMap(({ method, rank, onLeft, y }): Shape[] => {
        if (method === undefined) return [];
        const end = onLeft ? margin - 8 : size.width - margin + 8;
        const color = theme.series[method.series];
        const opacity = opacityOf(method.key, lit);
        const words = `${fitText(method.name, FONT_SIZE, margin - 52)}  ${formatNumber(rank, { digits: 3 })}`;
        return [
          { kind: 'line', points: [atX(rank), AXIS_AT, atX(rank), y, end, y], color, width: lit === method.key ? 2.4 : 1.5, opacity },
          { kind: 'disc', x: atX(rank), y: AXIS_AT, radius: 3.5, fill: color, opacity },
          {
            kind: 'text', x: onLeft ? end - 5 : end + 5, y, text: words, color: theme.text, align: onLeft ? 'right' : 'left',
            opacity: textOpacityOf(method.key, lit),
          },
        ];
      }),
    ],
  };
};

function differenceBar(length: number, x: number, difference: number, color: string, width: number): Shape[] {
  const text = `critical difference ${formatNumber(difference, { digits: 3 })}`;
  const beside = x + length + 12 + textWidth(text, FONT_SIZE) <= width;
  return [
    {
      kind: 'strokes', color, width: 1.4, cap: 'butt',
      lines: [
        [x, DIFFERENCE_AT, x + length, DIFFERENCE_AT], [x, DIFFERENCE_AT - 4, x, DIFFERENCE_AT + 4],
        [x + length, DIFFERENCE_AT - 4, x + length, DIFFERENCE_AT + 4],
      ],
    },
    beside
      ? { kind: 'text', x: x + length + 8, y: DIFFERENCE_AT, text, color }
      : { kind: 'text', x: Math.max(textWidth(text, FONT_SIZE) + 4, x + length), y: DIFFERENCE_AT - 10, text, color, align: 'right' },
  ];
}
