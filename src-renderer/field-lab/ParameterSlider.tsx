/** One parameter: a slider for the hand and a field for the exact number. */
import { Slider } from '@mantine/core';
import { useState } from 'react';
import type { JSX } from 'react';
import { NumberField } from '../form/NumberField.tsx';
import { parseNumber } from '../form/parse-number.ts';
import { formatNumber } from '../format/index.ts';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** What is wrong with a typed number, or null; the slider cannot leave its span. */
  readonly check?: (value: number) => string | null;
  readonly onChange: (value: number) => void;
}

export function ParameterSlider({ label, help, value, min, max, step, check, onChange }: Props): JSX.Element {
  // What was typed stays as typed ("0.50", "1e-2", half a number) until the value changes by other means.
  const [kept, setKept] = useState<{ readonly text: string; readonly value: number } | null>(null);
  const text = kept !== null && kept.value === value ? kept.text : String(value);
  const typed = parseNumber(text);
  const complaint = typed === null ? 'Type a number' : (check?.(typed) ?? null);
  return (
    <div className="lz-lab-parameter">
      <NumberField
        label={label}
        help={help}
        value={text}
        step={step}
        complaint={complaint}
        onChange={(next) => {
          const number = parseNumber(next);
          const accepted = number !== null && (check?.(number) ?? null) === null;
          setKept({ text: next, value: accepted ? number : value });
          if (accepted) onChange(number);
        }}
      />
      <Slider
        size={4}
        thumbSize={16}
        min={min}
        max={max}
        step={step}
        value={Math.min(max, Math.max(min, value))}
        label={null}
        thumbLabel={`${label}, slider`}
        thumbValueText={(at) => formatNumber(at)}
        onChange={(next) => {
          const exact = Number(next.toPrecision(12));
          if ((check?.(exact) ?? null) === null) onChange(exact);
        }}
      />
    </div>
  );
}
