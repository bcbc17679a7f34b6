/** The fields of each kind of run: those of its settings, and what stands beside them. */
import type { JSX } from 'react';
import { ENUMERATION_LIMIT } from '../../src-science/exact/exact-settings.ts';
import { useFreeVariables } from '../api/free-variables.ts';
import { useFormContext } from './fields.tsx';
import { MarginalsField } from './MarginalsField.tsx';
import { MuBounds } from './MuBounds.tsx';
import { SettingFields } from './SettingFields.tsx';
import { StartSolutionField } from './StartSolutionField.tsx';

export function ExactFields(): JSX.Element {
  const free = useFreeVariables(useFormContext().problem);
  // The ball is asked for below the start that is its center.
  return <SettingFields kind="exact" own={{ 'exact.start': <StartSolutionField />, 'exact.ball': false }} offers={
    (_path, name) => name !== 'enumerate' || free <= ENUMERATION_LIMIT
  } />;
}

/** Which μ of a schedule the theory's bounds are about: the largest. */
const BOUNDED_MU: Readonly<Record<string, string>> = { fixed: 'value', ramp: 'to', adaptive: 'max' };

export function DescentFields(): JSX.Element {
  const schedule = useFormContext().texts['descent.mu.kind'] ?? '';
  return <SettingFields kind="descent" own={{ 'descent.start': <MarginalsField path="descent.start" /> }} below={
    { 'Penalty weight': <MuBounds path={`descent.mu.${BOUNDED_MU[schedule] ?? 'value'}`} /> }
  } />;
}

export function EstimateFields(): JSX.Element {
  return <SettingFields kind="estimate" own={{ 'estimate.xHat': <MarginalsField path="estimate.xHat" /> }} />;
}

export function DecodeFields(): JSX.Element {
  return <SettingFields kind="decode" own={{ 'decode.xHat': <MarginalsField path="decode.xHat" /> }} />;
}
