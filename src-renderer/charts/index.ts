/** The charts, as the window's panels see them. */
export { GapTimePanel } from './GapTimePanel.tsx';
export { HeatMapPanel } from './HeatMapPanel.tsx';
export { TrajectoriesPanel } from './TrajectoriesPanel.tsx';
