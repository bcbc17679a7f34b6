/** The fields of the new-run form, each tied to its path in the spec: label, help, text and complaint come from there. */
import { Checkbox, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { createContext, useContext } from 'react';
import type { JSX, ReactNode } from 'react';
import { Label } from '../form/Label.tsx';
import { NumberField } from '../form/NumberField.tsx';
import { complaintOf } from './draft.ts';
import { field, settingOf } from '../parts/run-terms.ts';
import type { Term } from '../parts/run-terms.ts';
import type { Form } from './use-form.ts';

const FormContext = createContext<Form | null>(null);
export const FormProvider = FormContext.Provider;

export function useFormContext(): Form {
  const form = useContext(FormContext);
  if (form === null) throw new Error('A field of the new-run form stands outside of it');
  return form;
}

/** The field of a number; what it shows while it is empty and how far the arrow keys go is said by its record. */
export function Numeric(
  { path, placeholder, step }: { readonly path: string; readonly placeholder?: string; readonly step?: number },
): JSX.Element {
  const form = useFormContext();
  const term = field(path);
  const setting = settingOf(path);
  const record = setting?.kind === 'number' ? setting : null;
  return (
    <NumberField
      label={term.label}
      help={term.help}
      unit={term.unit}
      value={form.texts[path] ?? ''}
      onChange={(text) => form.set(path, text)}
      complaint={complaintOf(form.complaints, path)}
      placeholder={placeholder ?? record?.none?.word}
      step={step ?? record?.arrows}
    />
  );
}

export interface Option {
  readonly value: string;
  readonly term: Term;
}

interface ChoiceProps {
  readonly path: string;
  /** Where the text is kept, if not at the path. */
  readonly at?: string;
  readonly options: readonly Option[];
  readonly explain?: boolean;
}

/** A choice among named things, each explained below the field once chosen. */
export function Choice({ path, at = path, options, explain = true }: ChoiceProps): JSX.Element {
  const form = useFormContext();
  const term = field(path);
  const value = form.texts[at] ?? '';
  const chosen = options.find((option) => option.value === value);
  return (
    <div>
      <Select
        label={<Label text={term.label} help={term.help} />}
        aria-label={term.label}
        data={options.map((option) => ({ value: option.value, label: option.term.label }))}
        value={value}
        onChange={(next) => next !== null && form.set(at, next)}
        comboboxProps={{ width: explain ? 380 : 'target', position: 'bottom-start', transitionProps: { duration: 80 }, shadow: 'md' }}
        maxDropdownHeight={420}
        error={complaintOf(form.complaints, path) ?? undefined}
        renderOption={({ option }) => (
          <div>
            <div>{option.label}</div>
            {explain && <div className="caption">{options.find((one) => one.value === option.value)?.term.help}</div>}
          </div>
        )}
      />
      {explain && chosen !== undefined && <div className="caption lz-explained">{chosen.term.help}</div>}
    </div>
  );
}

export function Segments(
  { path, at = path, options }: { readonly path: string; readonly at?: string; readonly options: readonly Option[] },
): JSX.Element {
  const form = useFormContext();
  const term = field(path);
  const complaint = complaintOf(form.complaints, path);
  return (
    <div>
      <div className="lz-label">
        <Label text={term.label} help={term.help} />
      </div>
      <SegmentedControl
        aria-label={term.label}
        data={options.map((option) => ({
          value: option.value,
          label: (
            <Tooltip label={option.term.help}>
              <span>{option.term.label}</span>
            </Tooltip>
          ),
        }))}
        value={form.texts[at] ?? ''}
        onChange={(next) => form.set(at, next)}
      />
      {complaint !== null && <div className="lz-complaint">{complaint}</div>}
    </div>
  );
}

export function ManyOf({ path, options }: { readonly path: string; readonly options: readonly Option[] }): JSX.Element {
  const form = useFormContext();
  const term = field(path);
  const chosen = (form.texts[path] ?? '').split(',').filter((name) => name !== '');
  const complaint = complaintOf(form.complaints, path);
  const toggle = (value: string): void => {
    // Decoders run in the order of the list, so that the same choice is the same spec.
    const next = options.map((option) => option.value).filter((name) => (name === value ? !chosen.includes(name) : chosen.includes(name)));
    form.set(path, next.join(','));
  };
  return (
    <div role="group" aria-label={term.label}>
      <div className="lz-checks">
        {options.map((option) => (
          <Tooltip key={option.value} label={option.term.help}>
            <div>
              <Checkbox label={option.term.label} checked={chosen.includes(option.value)} onChange={() => toggle(option.value)} />
            </div>
          </Tooltip>
        ))}
      </div>
      {complaint !== null && <div className="lz-complaint">{complaint}</div>}
    </div>
  );
}

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): JSX.Element {
  return (
    <fieldset className="lz-section">
      <legend>{title}</legend>
      <div className="lz-fields">{children}</div>
    </fieldset>
  );
}
