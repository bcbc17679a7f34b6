/**
 * The panels of the window: id (kept in saved layouts, never renamed), title, view. The charts and the
 * comparison views are their own rooms; here they only get a place.
 */
import type { ComponentType } from 'react';
import { GapTimePanel, HeatMapPanel, TrajectoriesPanel } from './charts/index.ts';
import { EstimatesPanel, SolutionsPanel } from './compare/index.ts';
import { InspectorPanel } from './inspector/InspectorPanel.tsx';
import { ProblemsPanel } from './problems/ProblemsPanel.tsx';
import { RunsPanel } from './runs/RunsPanel.tsx';

export interface PanelEntry {
  readonly id: string;
  readonly title: string;
  readonly view: ComponentType;
}

export const PANELS: readonly PanelEntry[] = [
  { id: 'problems', title: 'Problems', view: ProblemsPanel },
  { id: 'trajectories', title: 'Trajectories', view: TrajectoriesPanel },
  { id: 'heat-map', title: 'x̂ heat map', view: HeatMapPanel },
  { id: 'gap-time', title: 'Gap–time', view: GapTimePanel },
  { id: 'solutions', title: 'Solutions', view: SolutionsPanel },
  { id: 'estimates', title: 'Estimates', view: EstimatesPanel },
  { id: 'runs', title: 'Runs', view: RunsPanel },
  { id: 'inspector', title: 'Inspector', view: InspectorPanel },
];
