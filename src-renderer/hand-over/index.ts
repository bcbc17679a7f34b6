/** Hand-over: decoded solutions given to exact solvers, and what came of it. */
export { HandOverDialog } from './HandOverDialog.tsx';
export { HandOverPanel } from './HandOverPanel.tsx';
