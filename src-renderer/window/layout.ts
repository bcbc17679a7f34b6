/**
 * Where the panels stand: the default of look.md (problems left, charts over runs, inspector right) and
 * the check of a remembered layout. A layout that names a panel this version does not have, or that is
 * no layout at all, is put aside for the default; nothing else is lost by that.
 */
import type { DockviewApi, SerializedDockview } from 'dockview-react';

const SIDE = 268;
const INSPECTOR = 312;

/** Builds the default layout in an empty dock. */
export function buildDefaultLayout(api: DockviewApi): void {
  const add = (id: string, title: string, position?: { referencePanel: string; direction: 'left' | 'right' | 'below' | 'within' }, initial: { width?: number; height?: number } = {}): void => {
    api.addPanel({
      id,
      component: id,
      title,
      ...(position === undefined ? {} : { position }),
      ...(initial.width === undefined ? {} : { initialWidth: initial.width }),
      ...(initial.height === undefined ? {} : { initialHeight: initial.height }),
      ...(position?.direction === 'within' ? { inactive: true } : {}),
    });
  };
  add('trajectories', 'Trajectories');
  add('problems', 'Problems', { referencePanel: 'trajectories', direction: 'left' }, { width: SIDE });
  add('inspector', 'Inspector', { referencePanel: 'trajectories', direction: 'right' }, { width: INSPECTOR });
  add('runs', 'Runs', { referencePanel: 'trajectories', direction: 'below' }, { height: Math.max(220, Math.round(api.height * 0.44)) });
  add('heat-map', 'x̂ heat map', { referencePanel: 'trajectories', direction: 'within' });
  add('gap-time', 'Gap–time', { referencePanel: 'trajectories', direction: 'within' });
  add('solutions', 'Solutions', { referencePanel: 'trajectories', direction: 'within' });
  add('hand-over', 'Hand-over', { referencePanel: 'trajectories', direction: 'within' });
  add('estimates', 'Estimates', { referencePanel: 'trajectories', direction: 'within' });
  add('quality', 'Gradient quality', { referencePanel: 'trajectories', direction: 'within' });
  add('field-lab', 'Field lab', { referencePanel: 'trajectories', direction: 'within' });
  add('claims', 'Claims', { referencePanel: 'trajectories', direction: 'within' });
  api.getPanel('problems')?.api.setSize({ width: SIDE });
  api.getPanel('inspector')?.api.setSize({ width: INSPECTOR });
  api.getPanel('trajectories')?.api.setActive();
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
