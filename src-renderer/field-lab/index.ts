/** The room's view. */
export { FieldLabPanel } from './FieldLabPanel.tsx';
