/**
 * Where the panels stand: the default (problems left, charts over runs, inspector right) and
 * the check of a remembered layout. A layout that names a panel this version does not have, or that is
 * no layout at all, is put aside for the default; nothing else is lost by that.
 */
import { Orientation } from 'dockview-react';
import type { SerializedDockview } from 'dockview-react';
import { CENTER_PANELS, PANELS } from '../state/panel-list.ts';
import type { PanelId } from '../state/panel-list.ts';

const SIDE = 268;
const INSPECTOR = 312;

/** The runs' share of the height, and what they need at least. */
const RUNS_SHARE = 0.44;
const LEAST_RUNS = 220;

/**
 * The default layout of a dock. Described whole rather than built panel by panel: the dock then places
 * everything once.
 * @param width of the dock, px
 * @param height of the dock, px
 */
export function defaultLayout(width: number, height: number): SerializedDockview {
  const leaf = (
    id: PanelId, views: readonly PanelId[], size: number,
  ) => ({ type: 'leaf' as const, data: { id, views: [...views], activeView: views[0] ?? id }, size });
  const runs = Math.max(LEAST_RUNS, Math.round(height * RUNS_SHARE));
  return {
    grid: {
      root: {
        type: 'branch',
        data: [
          leaf('problems', ['problems'], SIDE),
          {
            type: 'branch', data: [leaf('trajectories', CENTER_PANELS, Math.max(0, height - runs)), leaf('runs', ['runs'], runs)],
            size: Math.max(0, width - SIDE - INSPECTOR),
          },
          leaf('inspector', ['inspector'], INSPECTOR),
        ],
        size: height,
      },
      width,
      height,
      orientation: Orientation.HORIZONTAL,
    },
    panels: Object.fromEntries(PANELS.map(({ id, title }) => [id, { id, contentComponent: id, title }])),
    activeGroup: 'trajectories',
  };
}

/** The remembered layout, or null if it cannot be used. */
export function readLayout(text: string | null, knownPanels: ReadonlySet<string>): SerializedDockview | null {
  if (text === null) return null;
  try {
    const layout: unknown = JSON.parse(text);
    if (typeof layout !== 'object' || layout === null || !('grid' in layout) || !('panels' in layout)) return null;
    const { panels } = layout;
    if (typeof panels !== 'object' || panels === null) return null;
    const ids = Object.entries(panels);
    if (ids.length === 0 || !ids.every(([id, panel]) => knownPanels.has(id) && isPanelOf(panel, id))) return null;
    return layout as SerializedDockview;
  } catch {
    return null;
  }
}

function isPanelOf(panel: unknown, id: string): boolean {
  return typeof panel === 'object' && panel !== null && 'contentComponent' in panel && panel.contentComponent === id;
}
