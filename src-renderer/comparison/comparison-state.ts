/** What is compared and how, for the table and the pictures alike; kept while the window is open. */
import { create } from 'zustand';
import type { Compared } from '../../src-science/statistics/comparison.ts';
import type { ScaleKind } from '../plot/axis-scale.ts';
import type { Grouping } from './compared-runs.ts';
import type { Budget, RanksOver } from './picture.ts';
import type { PictureName } from './pictures.ts';

/** All of the session, the selection, or those of one study. */
export type WhichRuns = 'all' | 'selected' | 'study';

interface ComparisonSettings {
  readonly which: WhichRuns;
  /** The study that is read last. */
  readonly study: number | null;
  readonly grouping: Grouping;
  readonly by: Compared;
  /** Largest gap that counts as reached, in per cent, as it was typed. */
  readonly target: string;
  /** Key of the method that the others are tested against; the first method where it is not there. */
  readonly baseline: string | null;
  readonly rows: 'methods' | 'problems';
  readonly picture: PictureName;
  readonly scale: ScaleKind;
  readonly budget: Budget;
  readonly ranksOver: RanksOver;
  /** Columns of the scatter plot. */
  readonly x: string;
  readonly y: string;
}

interface ComparisonState extends ComparisonSettings {
  readonly change: (part: Partial<ComparisonSettings>) => void;
}

export const useComparisonState = create<ComparisonState>()((set) => ({
  which: 'all', study: null, grouping: 'name', by: 'gap', target: '1', baseline: null, rows: 'methods',
  picture: 'performance', scale: 'linear', budget: 'seconds', ranksOver: 'problems', x: 'seconds', y: 'gap', change: (part) => set(part),
}));
