/**
 * A field for one number, kept as text until it is used, so that "1e-8" and a half-typed "0." stay as
 * they are. Arrow keys step by one in the last digit's place only where `step` is given.
 */
import { TextInput } from '@mantine/core';
import type { JSX, KeyboardEvent } from 'react';
import { Label } from './Label.tsx';
import { parseNumber } from './parse-number.ts';

interface Props {
  readonly label: string;
  readonly help?: string | undefined;
  readonly unit?: string | undefined;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly complaint?: string | null | undefined;
  readonly width?: number | undefined;
  readonly disabled?: boolean | undefined;
  readonly placeholder?: string | undefined;
  /** What ↑ and ↓ add and take. */
  readonly step?: number | undefined;
  readonly autoFocus?: boolean | undefined;
}

export function NumberField(
  { label, help, unit, value, onChange, complaint, width, disabled, placeholder, step, autoFocus }: Props,
): JSX.Element {
  const onKeyDown = (event: KeyboardEvent): void => {
    const sign = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const number = parseNumber(value);
    if (sign === 0 || step === undefined || number === null) return;
    event.preventDefault();
    onChange(String(Number((number + sign * step).toPrecision(12))));
  };
  return (
    <TextInput
      label={<Label text={label} help={help} unit={unit} />}
      aria-label={unit === undefined ? label : `${label} [${unit}]`}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      error={complaint ?? undefined}
      {...(width === undefined ? {} : { w: width })}
      {...(disabled === undefined ? {} : { disabled })}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...(autoFocus === true ? { 'data-autofocus': true } : {})}
      inputMode="decimal"
      spellCheck={false}
      autoComplete="off"
      classNames={{ input: 'tabular' }}
    />
  );
}
