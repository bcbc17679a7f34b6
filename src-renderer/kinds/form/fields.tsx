/** The fields of single settings: label, help, unit and steps are those of the setting's record, text and complaint its path's. */
import { Checkbox, SegmentedControl, Tooltip } from '@mantine/core';
import type { JSX, ReactNode } from 'react';
import type { CountsSetting, NumberSetting, Words } from '../../../src-science/settings/setting.ts';
import { Label } from '../../form/Label.tsx';
import { NumberField } from '../../form/NumberField.tsx';
import { TextField } from '../../form/TextField.tsx';
import { useFormContext } from './form-context.ts';
import { Picked } from './Picked.tsx';

interface Props<S> {
  readonly path: string;
  readonly setting: S;
}

/** @param placeholder where the record has none to show in an empty field */
export function Numeric(
  { path, setting, placeholder }: Props<NumberSetting> & { readonly placeholder?: string },
): JSX.Element {
  const form = useFormContext();
  return (
    <NumberField
      label={setting.label}
      help={setting.help}
      unit={setting.unit}
      value={form.text(path)}
      onChange={(text) => form.set(path, text)}
      complaint={form.complaint(path)}
      placeholder={setting.none?.word ?? placeholder}
      step={setting.arrows}
    />
  );
}

export function Counts({ path, setting }: Props<CountsSetting>): JSX.Element {
  const form = useFormContext();
  return <TextField label={setting.label} help={setting.help} value={form.text(path)} onChange={
    (text) => form.set(path, text)
  } complaint={form.complaint(path)} />;
}

export interface Option extends Words {
  readonly value: string;
}

interface ChoiceProps extends Props<Words> {
  /** Where the text is kept, if not at the path. */
  readonly at?: string;
  readonly options: readonly Option[];
}

/** A choice among named things, each explained below the field once chosen. */
export function Choice({ path, setting, options }: ChoiceProps): JSX.Element {
  const form = useFormContext();
  const chosen = options.find((option) => option.value === form.text(path));
  return (
    <div>
      <Picked
        path={path}
        words={setting}
        data={options}
        comboboxProps={{ width: 380, position: 'bottom-start', transitionProps: { duration: 80 }, shadow: 'md' }}
        maxDropdownHeight={420}
        renderOption={({ option }) => (
          <div>
            <div>{option.label}</div>
            <div className="caption">{options.find((one) => one.value === option.value)?.help}</div>
          </div>
        )}
      />
      {chosen !== undefined && <div className="caption lz-explained">{chosen.help}</div>}
    </div>
  );
}

const MOST_BESIDE = 4;

export function Segments({ path, setting, at = path, options }: ChoiceProps): JSX.Element {
  const form = useFormContext();
  const complaint = form.complaint(path);
  return (
    // More of them than the room of one field holds have a line of their own.
    <div className={options.length > MOST_BESIDE ? 'lz-wide' : undefined}>
      <div className="lz-label">
        <Label text={setting.label} help={setting.help} />
      </div>
      <SegmentedControl
        aria-label={setting.label}
        data={options.map(({ value, label, help }) => ({
          value,
          label: (
            <Tooltip label={help}>
              <span>{label}</span>
            </Tooltip>
          ),
        }))}
        value={form.text(at)}
        onChange={(next) => form.set(at, next)}
      />
      {complaint !== undefined && <div className="lz-complaint">{complaint}</div>}
    </div>
  );
}

export function ManyOf({ path, setting, options }: ChoiceProps): JSX.Element {
  const form = useFormContext();
  const chosen = form.text(path).split(',').filter((name) => name !== '');
  const complaint = form.complaint(path);
  const toggle = (value: string): void => {
    // Decoders run in the order of the list, so that the same choice is the same spec.
    const next = options.map((option) => option.value).filter((name) => (name === value ? !chosen.includes(name) : chosen.includes(name)));
    form.set(path, next.join(','));
  };
  return (
    <div role="group" aria-label={setting.label}>
      <div className="lz-checks">
        {options.map(({ value, label, help }) => (
          <Tooltip key={value} label={help}>
            <div>
              <Checkbox label={label} checked={chosen.includes(value)} onChange={() => toggle(value)} />
            </div>
          </Tooltip>
        ))}
      </div>
      {complaint !== undefined && <div className="lz-complaint">{complaint}</div>}
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
