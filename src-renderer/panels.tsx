/**
 * The views of the panels. What is in front when the window opens comes with it; the others, with the
 * libraries that only they need (charts, formulas, fields), are loaded when they are first shown.
 */
import type { ComponentType } from 'react';
import { TrajectoriesPanel } from './charts/TrajectoriesPanel.tsx';
import { InspectorPanel } from './inspector/InspectorPanel.tsx';
import { later } from './later.ts';
import { ProblemsPanel } from './problems/ProblemsPanel.tsx';
import { RunsPanel } from './runs/RunsPanel.tsx';
import type { PanelId } from './state/panel-list.ts';

export const PANEL_VIEWS: Readonly<Record<PanelId, ComponentType>> = {
  problems: ProblemsPanel,
  trajectories: TrajectoriesPanel,
  studies: later(async () => (await import('./studies/StudiesPanel.tsx')).StudiesPanel),
  'heat-map': later(async () => (await import('./charts/HeatMapPanel.tsx')).HeatMapPanel),
  'gap-time': later(async () => (await import('./charts/GapTimePanel.tsx')).GapTimePanel),
  comparison: later(async () => (await import('./comparison/ComparisonPanel.tsx')).ComparisonPanel),
  profiles: later(async () => (await import('./comparison/ProfilesPanel.tsx')).ProfilesPanel),
  solutions: later(async () => (await import('./compare/SolutionsPanel.tsx')).SolutionsPanel),
  'hand-over': later(async () => (await import('./hand-over/HandOverPanel.tsx')).HandOverPanel),
  estimates: later(async () => (await import('./compare/EstimatesPanel.tsx')).EstimatesPanel),
  quality: later(async () => (await import('./quality/QualityPanel.tsx')).QualityPanel),
  'field-lab': later(async () => (await import('./field-lab/FieldLabPanel.tsx')).FieldLabPanel),
  program: later(async () => (await import('./program/ProgramPanel.tsx')).ProgramPanel),
  claims: later(async () => (await import('./claims/ClaimsPanel.tsx')).ClaimsPanel),
  notes: later(async () => (await import('./notes/NotesPanel.tsx')).NotesPanel),
  runs: RunsPanel,
  inspector: InspectorPanel,
};
