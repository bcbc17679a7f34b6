/** What the field lab was set to; kept while the window is open, so that a hidden tab comes back as it was. */
import { create } from 'zustand';
import type { FieldScheme } from '../../src-science/gradients/scheme.ts';
import type { Rectangle } from '../../src-science/field/field-grid.ts';

export type LabMode = 'one' | 'plane' | 'problem';
export type Contours = 'none' | 'penalty' | 'surrogate';

/** How a plane is drawn. */
export interface PlaneLook {
  readonly scheme: FieldScheme;
  readonly overlays: readonly FieldScheme[];
  readonly arrows: boolean;
  readonly trueLengths: boolean;
  readonly streams: boolean;
  readonly curl: boolean;
  readonly nullclines: boolean;
  readonly contours: Contours;
}

export interface Point {
  readonly x1: number;
  readonly x2: number;
}

export interface LabState {
  readonly mode: LabMode;
  readonly one: { readonly a: number; readonly b: number; readonly xHat: number; readonly mu: number; readonly printed: boolean };
  readonly toy: { readonly a1: number; readonly a2: number; readonly b: number };
  readonly look: PlaneLook;
  /** Where trajectories start. */
  readonly starts: readonly Point[];
  readonly rectangle: Rectangle | null;
  readonly set: (part: Partial<Omit<LabState, 'set' | 'setLook'>>) => void;
  readonly setLook: (part: Partial<PlaneLook>) => void;
}

export const useLab = create<LabState>()((set) => ({
  mode: 'one',
  one: { a: 1, b: 0.95, xHat: 0.4, mu: 1, printed: false },
  toy: { a1: 1, a2: 0.8, b: 1.2 },
  look: {
    scheme: 'surrogate-interchange',
    overlays: ['true-penalty', 'surrogate-interchange', 'surrogate-corrected'],
    arrows: true,
    trueLengths: false,
    streams: false,
    curl: false,
    nullclines: true,
    contours: 'none',
  },
  starts: [],
  rectangle: null,
  set: (part) => set(part),
  setLook: (part) => set((state) => ({ look: { ...state.look, ...part } })),
}));
