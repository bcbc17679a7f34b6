/** The comparisons, as the window's panels see them. */
export { EstimatesPanel } from './EstimatesPanel.tsx';
export { SolutionsPanel } from './SolutionsPanel.tsx';
