/** What a network is trained on: so many programs of a family, or problems of the session. */
import type { JSX } from 'react';
import { PROBLEM_FAMILIES } from '../../../src-science/program/generate.ts';
import type { DataSetting } from '../../../src-science/settings/setting.ts';
import { useProblems } from '../../api/queries.ts';
import { NumberField } from '../../form/NumberField.tsx';
import { formatCount, formatNumber } from '../../format/index.ts';
import { ManyOf, Segments } from './fields.tsx';
import { useFormContext } from './form-context.ts';
import { Picked } from './Picked.tsx';
import { familyNamed } from './program-set-texts.ts';

interface Props {
  readonly path: string;
  readonly setting: DataSetting;
}

const SOURCES = [
  { value: 'generated', label: 'Generated', help: 'So many programs of a family, each drawn from a seed of its own.' },
  { value: 'listed', label: 'Of this session', help: 'Problems that are open here.' },
];

export function ProgramSetField({ path, setting }: Props): JSX.Element {
  const form = useFormContext();
  return (
    <>
      <Segments path={path} at={`${path}.source`} setting={setting} options={SOURCES} />
      {form.text(`${path}.source`) === 'listed' ? <Listed path={path} /> : <Generated path={path} />}
    </>
  );
}

function Generated({ path }: { readonly path: string }): JSX.Element {
  const form = useFormContext();
  const family = familyNamed(form.text(`${path}.family`));
  const field = (name: string, label: string, help: string, whole: boolean, usual?: number): JSX.Element => (
    <NumberField
      key={name}
      label={label}
      help={help}
      value={form.text(`${path}.${name}`)}
      onChange={(text) => form.set(`${path}.${name}`, text)}
      complaint={form.complaint(`${path}.${name}`)}
      {...(whole ? { step: 1 } : {})}
      {...(usual === undefined ? {} : { placeholder: String(usual) })}
    />
  );
  return (
    <>
      <Picked
        path={`${path}.family`}
        words={{ label: 'Family', ...(family === undefined ? {} : { help: family.help }) }}
        data={PROBLEM_FAMILIES.map(({ name, label }) => ({ value: name, label }))}
      />
      {family?.parameters.map(({ name, label, help, min, max, integer, default: usual }) => (
        field(`${family.name}.${name}`, label, `${help} (${formatNumber(min)} to ${formatNumber(max)})`, integer, usual)
      ))}
      {field('count', 'Count', 'How many programs are made, those for validation among them.', true)}
      {field('seed', 'First seed', 'Seed of the first program; each of the others has the next.', true)}
    </>
  );
}

function Listed({ path }: { readonly path: string }): JSX.Element {
  const problems = new Map(useProblems().map((problem) => [problem.hash, problem]));
  return (
    <div className="lz-wide lz-program-set">
      <ManyOf
        path={`${path}.listed`}
        setting={{ label: 'Problems of this session', help: '' }}
        options={[...problems.values()].map(({ hash, name, variables, rows }) => ({
          value: hash, label: name, help: `${formatCount(variables)} variables, ${formatCount(rows)} rows`,
        }))}
      />
      <p className="caption lz-explained">In this order; the last ones are for validation. One of each program is enough.</p>
    </div>
  );
}
