/** S26's row in two variables, a₁x₁ + a₂x₂ ≤ b with a₁ + a₂ > b ≥ a₁ ≥ a₂ > 0, in closed form. */
import { useMemo } from 'react';
import type { JSX } from 'react';
import { FIELD_SCHEMES } from '../../src-science/field/field-scheme.ts';
import { toyField, toyLosses } from '../../src-science/field/plane-field.ts';
import { formatNumber } from '../format/index.ts';
import { useLab } from './lab-state.ts';
import { ParameterSlider } from './ParameterSlider.tsx';
import { PlaneView } from './PlaneView.tsx';
import { TERMS } from './lab-terms.ts';
import { keepToy, toyComplaint } from './toy.ts';

const AXES = ['x̂₁', 'x̂₂'] as const;
const PARAMETERS = [
  { name: 'a1', label: 'a₁', help: TERMS.a1, min: 0.05, max: 2 },
  { name: 'a2', label: 'a₂', help: TERMS.a2, min: 0.05, max: 2 },
  { name: 'b', label: 'b', help: TERMS.b2, min: 0.05, max: 4 },
] as const;

export function ToyPlane(): JSX.Element {
  const toy = useLab((state) => state.toy);
  const set = useLab((state) => state.set);
  const fields = useMemo(() => new Map(FIELD_SCHEMES.map((scheme) => [scheme, toyField(toy, scheme)])), [toy]);
  const losses = useMemo(() => toyLosses(toy), [toy]);
  const slide = (name: 'a1' | 'a2' | 'b', value: number): void => set({ toy: keepToy({ ...toy, [name]: value }, name) });
  return (
    <PlaneView
      subtitle="one row a₁x₁ + a₂x₂ ≤ b, violated only where both are 1"
      fields={fields}
      losses={losses}
      axes={AXES}
      parameters={`row a1 x1 + a2 x2 <= b with a1 = ${String(toy.a1)}, a2 = ${String(toy.a2)}, b = ${String(toy.b)}`}
      name="field lab two variables"
      controls={
        <>
          {PARAMETERS.map(({ name, ...shown }) => (
            <ParameterSlider
              key={name}
              {...shown}
              value={toy[name]}
              step={0.01}
              check={toyComplaint}
              onChange={(value) => slide(name, value)}
            />
          ))}
          <p className="lz-lab-note">
            Kept: a₁ + a₂ &gt; b ≥ a₁ ≥ a₂ &gt; 0; violation at (1, 1) is {formatNumber(toy.a1 + toy.a2 - toy.b)}.
          </p>
        </>
      }
    />
  );
}
