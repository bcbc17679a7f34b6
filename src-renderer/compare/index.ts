/** The comparisons, as the window's panels see them. */
export { EstimatesPanel } from './EstimatesPanel.tsx';
export { SolutionsPanel } from './SolutionsPanel.tsx';
export { copyTable, exportTable } from './export-table.ts';
export type { TableFormat } from './export-table.ts';
