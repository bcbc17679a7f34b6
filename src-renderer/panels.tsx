/**
 * The views of the panels. The charts and the comparison views are their own rooms; here they only get
 * a place.
 */
import type { ComponentType } from 'react';
import { GapTimePanel, HeatMapPanel, TrajectoriesPanel } from './charts/index.ts';
import { ClaimsPanel } from './claims/ClaimsPanel.tsx';
import { EstimatesPanel, SolutionsPanel } from './compare/index.ts';
import { FieldLabPanel } from './field-lab/index.ts';
import { HandOverPanel } from './hand-over/index.ts';
import { InspectorPanel } from './inspector/InspectorPanel.tsx';
import { ProblemsPanel } from './problems/ProblemsPanel.tsx';
import { RunsPanel } from './runs/RunsPanel.tsx';
import type { PanelId } from './window/panel-list.ts';

export const PANEL_VIEWS: Readonly<Record<PanelId, ComponentType>> = {
  problems: ProblemsPanel,
  trajectories: TrajectoriesPanel,
  'heat-map': HeatMapPanel,
  'gap-time': GapTimePanel,
  solutions: SolutionsPanel,
  'hand-over': HandOverPanel,
  estimates: EstimatesPanel,
  'field-lab': FieldLabPanel,
  claims: ClaimsPanel,
  runs: RunsPanel,
  inspector: InspectorPanel,
};
