/**
 * How the trajectory chart is set up, kept while the window is open, so that closing and reopening the
 * panel or a theme change loses nothing. A zoom belongs to one horizontal quantity and scale.
 */
import { create } from 'zustand';
import type { AxisRange, ScaleKind } from '../plot/axis-scale.ts';
import { QUANTITIES, QUANTITY_INFO } from './quantities.ts';
import type { Quantity, XAxis } from './quantities.ts';
import type { ChartSettings } from './trajectory-curves.ts';

export interface ChartState extends ChartSettings {
  /** In axis space of `x` and `xScale`; null is everything. */
  readonly view: AxisRange | null;
  /** True from when a zoom was given up because nothing drawn lay in it, until the next zoom or other runs. */
  readonly zoomLost: boolean;
  readonly change: (part: Partial<Omit<ChartSettings, 'yScale'>>) => void;
  readonly setScale: (quantity: Quantity, scale: ScaleKind) => void;
  readonly toggleQuantity: (quantity: Quantity) => void;
  readonly setX: (x: XAxis) => void;
  readonly setView: (view: AxisRange | null) => void;
  readonly loseZoom: () => void;
  readonly forgetLostZoom: () => void;
}

export const useChartState = create<ChartState>()((set) => ({
  quantities: ['objective', 'penalty'],
  x: 'iteration',
  xScale: 'linear',
  yScale: Object.fromEntries(QUANTITIES.map((quantity) => [quantity, QUANTITY_INFO[quantity].usualScale])) as Record<Quantity, ScaleKind>,
  smoothing: { method: 'exponential', points: 1 },
  seeds: 'lines',
  view: null,
  zoomLost: false,
  change: (part) => set((state) => ({ ...part, view: part.xScale !== undefined && part.xScale !== state.xScale ? null : state.view })),
  setScale: (quantity, scale) => set((state) => ({ yScale: { ...state.yScale, [quantity]: scale } })),
  // At least one plot stays; plots keep the order of the menu.
  toggleQuantity: (quantity) =>
    set((state) => {
      const wanted = new Set(state.quantities);
      if (wanted.has(quantity)) wanted.delete(quantity);
      else wanted.add(quantity);
      return wanted.size === 0 ? state : { quantities: QUANTITIES.filter((name) => wanted.has(name)) };
    }),
  setX: (x) => set((state) => (state.x === x ? state : { x, view: null })),
  setView: (view) => set({ view, zoomLost: false }),
  loseZoom: () => set({ view: null, zoomLost: true }),
  forgetLostZoom: () => set((state) => (state.zoomLost ? { zoomLost: false } : state)),
}));
