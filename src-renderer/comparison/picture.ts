/** What a picture of a comparison is made of: its input, its shapes, and what lies under the pointer. */
import type { TableCell, TableColumn } from '../../src-contract/tables/export-table.ts';
import type { ComparedBy, Comparison } from '../../src-science/statistics/comparison.ts';
import type { ScaleKind } from '../plot/axis-scale.ts';
import type { ChartTheme } from '../plot/chart-theme.ts';
import type { Shape } from '../plot/scene.ts';
import type { Size } from '../plot/use-size.ts';
import type { ComparedRuns, Improvements } from './compared-runs.ts';

export interface PictureInput {
  readonly compared: ComparedRuns;
  readonly comparison: Comparison;
  readonly asked: ComparedBy;
  /** Null while the records of runs have not come. */
  readonly improvements: ReadonlyMap<number, Improvements> | null;
  readonly scale: ScaleKind;
  readonly budget: Budget;
  readonly ranksOver: RanksOver;
  /** Columns of the scatter plot, by key. */
  readonly x: string;
  readonly y: string;
}

/** What data profiles count by. */
export const BUDGETS = ['seconds', 'iterations', 'simplex'] as const;
export type Budget = (typeof BUDGETS)[number];

export const RANKS_OVER = ['problems', 'instances'] as const;
export type RanksOver = (typeof RANKS_OVER)[number];

/** A place of the picture that belongs to runs. */
export interface Hit {
  /** px */
  readonly x: number;
  readonly y: number;
  readonly runIds: readonly number[];
  /** Of the method it belongs to. */
  readonly methodKey: string;
  /** What it says: the first line is its head. */
  readonly words: () => readonly string[];
}

/** Where the name of a method stands, px: it is lit and selected by its name as by its points. */
export interface NameArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly methodKey: string;
}

/** Laid out, colors apart: the same picture is drawn in the window's theme and, for a file, in light colors. */
export interface Picture {
  /** @param lit key of the method that stands out, others fade; null where none does */
  readonly shapes: (theme: ChartTheme, lit: string | null) => readonly Shape[];
  readonly hits: readonly Hit[];
  /** The names that stand in a legend or beside what they name; none where methods are not named. */
  readonly names: readonly NameArea[];
  /** How far from a hit the pointer may be, px. */
  readonly reach: number;
  /** What is left out or assumed, a sentence each. */
  readonly notes: readonly string[];
  /** For those who do not see it. */
  readonly description: string;
  /** What is drawn, as a table: a row a point of a curve, or a run. */
  readonly data: () => PictureData;
}

export interface PictureData {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
}

export const textColumn = (key: string, label: string): TableColumn => ({ key, label, numeric: false });
export const figureColumn = (key: string, label: string, unit?: string): TableColumn => ({
  key, label, numeric: true, digits: 8, ...(unit === undefined ? {} : { unit }),
});

/** A picture, or in a sentence why there is none. */
export type PictureOr = Picture | string;

export type DrawPicture = (input: PictureInput, size: Size) => PictureOr;

/** The key of the method whose name stands at a place. */
export function methodNamedAt({ names }: Picture, x: number, y: number): string | null {
  const found = names.find(({ left, top, width, height }) => x >= left && x < left + width && y >= top && y < top + height);
  return found?.methodKey ?? null;
}

/** The hit nearest to a place, within reach. Cost: O(hits). */
export function hitNear({ hits, reach }: Picture, x: number, y: number): Hit | null {
  let nearest: Hit | null = null;
  let distance = reach * reach;
  for (const hit of hits) {
    const d = (hit.x - x) ** 2 + (hit.y - y) ** 2;
    if (d <= distance) {
      distance = d;
      nearest = hit;
    }
  }
  return nearest;
}
