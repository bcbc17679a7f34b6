/**
 * The field lab (S26's own pictures, live): one row and one variable, one row and two, and two chosen
 * coordinates of a problem of the session. All numbers are exact expectations; nothing here is sampled.
 */
import type { JSX } from 'react';
import { useLab } from './lab-state.ts';
import { OneDimensionView } from './OneDimensionView.tsx';
import { ProblemPlane } from './ProblemPlane.tsx';
import { ToyPlane } from './ToyPlane.tsx';
import '../plot/plot.css';
import './field-lab.css';

export function FieldLabPanel(): JSX.Element {
  const mode = useLab((state) => state.mode);
  switch (mode) {
    case 'one':
      return <OneDimensionView />;
    case 'plane':
      return <ToyPlane />;
    case 'problem':
      return <ProblemPlane />;
  }
}
