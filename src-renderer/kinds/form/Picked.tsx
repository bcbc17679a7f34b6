/** A drop-down list whose choice is the text of a path. */
import { Select } from '@mantine/core';
import type { SelectProps } from '@mantine/core';
import type { JSX } from 'react';
import { Label } from '../../form/Label.tsx';
import { useFormContext } from './form-context.ts';

interface Props extends Omit<SelectProps, 'data' | 'error' | 'onChange'> {
  readonly path: string;
  readonly words: { readonly label: string; readonly help?: string };
  readonly data: readonly { readonly value: string; readonly label: string; readonly disabled?: boolean }[];
  /** Paths whose complaints stand here, the first that has one. */
  readonly complainsOf?: readonly string[];
  /** What another choice sets besides. */
  readonly onPicked?: () => void;
}

export function Picked({ path, words, data, complainsOf = [path], onPicked, ...select }: Props): JSX.Element {
  const form = useFormContext();
  const complaint = complainsOf.map((each) => form.complaint(each)).find((each) => each !== undefined);
  return (
    <Select
      label={<Label text={words.label} help={words.help} />}
      aria-label={words.label}
      data={data.map(({ value, label, disabled = false }) => ({ value, label, disabled }))}
      value={form.text(path)}
      onChange={(next) => {
        if (next === null) return;
        form.set(path, next);
        onPicked?.();
      }}
      {...(complaint === undefined ? {} : { error: complaint })}
      {...select}
    />
  );
}
