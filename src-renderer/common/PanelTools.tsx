/** The bar of tools above a panel's view, and the choices that stand in several of them. */
import { SegmentedControl } from '@mantine/core';
import type { JSX, ReactNode } from 'react';

/** @param end what stands at the right: exports and the like */
export function PanelTools(
  { label, children, end }: { readonly label: string; readonly children?: ReactNode; readonly end: ReactNode },
): JSX.Element {
  return (
    <div className="lz-tools" role="toolbar" aria-label={label}>
      {children}
      <div className="lz-tools-end">{end}</div>
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  /** For whoever does not see it. */
  readonly label: string;
  /** In front of it, where the options do not say what they are about. */
  readonly name?: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode }[];
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string>({ label, name, value, onChange, options }: ChoiceProps<Value>): JSX.Element {
  const control = <SegmentedControl aria-label={label} value={value} onChange={onChange} data={[...options]} />;
  return name === undefined ? control : (
    <div className="row-tight">
      <span className="lz-tools-label">{name}</span>
      {control}
    </div>
  );
}

type NamedChoice<Value extends string> = Omit<ChoiceProps<Value>, 'options'>;

export function ScaleChoice(props: NamedChoice<'linear' | 'log'>): JSX.Element {
  return <Choice {...props} options={[{ value: 'linear', label: 'lin' }, { value: 'log', label: 'log' }]} />;
}

/** Which runs a panel is about: those selected, or all of the problem in view. */
export function RunsChoice(props: Omit<NamedChoice<'problem' | 'selected'>, 'label'>): JSX.Element {
  const options = [{ value: 'problem', label: 'all of the problem' }, { value: 'selected', label: 'selected' }] as const;
  return <Choice label="Which runs" {...props} options={options} />;
}
