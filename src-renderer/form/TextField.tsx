/** A field for a line of text with a label that explains itself, like `NumberField`. */
import { TextInput } from '@mantine/core';
import type { JSX } from 'react';
import { Label } from './Label.tsx';

interface Props {
  readonly label: string;
  readonly help?: string | undefined;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly complaint?: string | null | undefined;
}

export function TextField({ label, help, value, onChange, complaint }: Props): JSX.Element {
  return <TextInput className="lz-wide" label={<Label text={label} help={help} />} aria-label={label} value={value} onChange={(
    event,
  ) => onChange(
    event.currentTarget.value,
  )} error={complaint ?? undefined} spellCheck={false} autoComplete="off" classNames={{ input: 'tabular' }} />;
}
