/** The panels of the window: the id is kept in saved layouts and never renamed. Their views are in `panels.tsx`. */
export const PANELS = [
  { id: 'problems', title: 'Problems' },
  { id: 'trajectories', title: 'Trajectories' },
  { id: 'studies', title: 'Studies' },
  { id: 'heat-map', title: 'x̂ heat map' },
  { id: 'gap-time', title: 'Gap–time' },
  { id: 'comparison', title: 'Comparison' },
  { id: 'profiles', title: 'Profiles' },
  { id: 'solutions', title: 'Solutions' },
  { id: 'hand-over', title: 'Hand-over' },
  { id: 'estimates', title: 'Estimates' },
  { id: 'quality', title: 'Gradient quality' },
  { id: 'field-lab', title: 'Field lab' },
  { id: 'program', title: 'Program' },
  { id: 'claims', title: 'Claims' },
  { id: 'notes', title: 'Notes' },
  { id: 'runs', title: 'Runs' },
  { id: 'inspector', title: 'Inspector' },
] as const;

export type PanelId = (typeof PANELS)[number]['id'];

const SIDES: readonly PanelId[] = ['problems', 'runs', 'inspector'];
/** Panels that share the middle, over the runs: a closed one returns beside its neighbors. */
export const CENTER_PANELS: readonly PanelId[] = PANELS.map(({ id }) => id).filter((id) => !SIDES.includes(id));
