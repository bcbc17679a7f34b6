/** The fields of a kind's settings, by their records: sections in their order, each setting where it means something. */
import { Fragment, startTransition, useEffect, useState } from 'react';
import type { JSX, ReactNode } from 'react';
import { JOB_KINDS } from '../../../src-contract/job-kinds.ts';
import type { JobKind } from '../../../src-contract/job-kinds.ts';
import type { DataSetting, Setting, Settings, Words } from '../../../src-science/settings/setting.ts';
import { appliesWhere, givenVariant, settingsWithin } from '../../../src-science/settings/walk.ts';
import { Choice, Counts, ManyOf, Numeric, Section, Segments } from './fields.tsx';
import type { Option } from './fields.tsx';
import { useFormContext } from './form-context.ts';
import { MarginalsField } from './MarginalsField.tsx';
import { ModelField } from './ModelField.tsx';
import { PointsField } from './PointsField.tsx';
import { ProgramSetField } from './ProgramSetField.tsx';
import { SolutionField } from './SolutionField.tsx';
import { askedOf, textsAt } from './setting-texts.ts';

/** Sections that are drawn with the dialog: what is seen of it before anyone scrolls. */
const AT_ONCE = 2;

interface Props {
  readonly kind: JobKind;
  /** Settings with a field of their own kind, by path. */
  readonly own?: Readonly<Record<string, ReactNode>>;
  /** What stands below the fields of a section. */
  readonly below?: Readonly<Record<string, ReactNode>>;
  /** Whether a choice is offered; all are where left out. */
  readonly offers?: (path: string, name: string) => boolean;
}

export function SettingFields({ kind, own = {}, below = {}, offers = () => true }: Props): JSX.Element {
  const { text } = useFormContext();
  // The others are drawn once the dialog stands, and give way to whatever is typed meanwhile.
  const [whole, setWhole] = useState(false);
  useEffect(() => startTransition(() => setWhole(true)), []);
  const settings = askedOf(kind, (tag) => text(`${kind}.${tag}`));
  const at = textsAt(kind, text);
  const fieldsOf = (inside: Settings, path: string): ReactNode[] => Object.entries(inside).map(
    ([name, setting]) => <Fragment key={name}>{fieldOf(setting, `${path}.${name}`)}</Fragment>,
  );
  const fieldOf = (setting: Setting, path: string): ReactNode => {
    if (!appliesWhere(setting.where, at)) return null;
    if (own[path] !== undefined) return own[path];
    switch (setting.kind) {
      case 'number':
        return <Numeric path={path} setting={setting} />;
      case 'choice': {
        const options = choiceOptions(setting.choices, setting.look === 'names').filter(
          ({ value }) => value === text(path) || offers(path, value),
        );
        return setting.look === 'buttons'
          ? <Segments path={path} setting={setting} options={options} />
          : <Choice path={path} setting={setting} options={options} />;
      }
      case 'flag':
        return <Segments path={path} setting={setting} options={choiceOptions({ false: setting.off, true: setting.on }, false)} />;
      case 'names':
        return <ManyOf path={path} setting={setting} options={choiceOptions(setting.choices, setting.look === 'names')} />;
      case 'counts':
        return <Counts path={path} setting={setting} />;
      case 'vector':
        return setting.entries === 'marginals'
          ? <MarginalsField path={path} setting={setting} />
          : <SolutionField path={path} setting={setting} />;
      case 'data':
        return dataField(path, setting);
      case 'group':
        return fieldsOf(setting.settings, path);
      case 'variant': {
        const given = givenVariant(setting);
        const tag = `${path}.${given === null ? setting.tag : 'source'}`;
        const inside = text(tag) === given?.variant ? {} : settingsWithin(setting, text(tag));
        return (
          <>
            {given === null
              ? <Segments path={path} setting={setting} at={tag} options={choiceOptions(setting.variants, false)} />
              : <MarginalsField path={path} setting={setting} />}
            {fieldsOf(inside, path)}
          </>
        );
      }
    }
  };
  return (
    <>
      {JOB_KINDS[kind].asks.sections.slice(0, whole ? undefined : AT_ONCE).map((title) => (
        <Section key={title} title={title}>
          {settings.map(({ setting, section, path }) => section === title && <Fragment key={path}>{fieldOf(setting, path)}</Fragment>)}
          {below[title]}
        </Section>
      ))}
    </>
  );
}

function dataField(path: string, setting: DataSetting): ReactNode {
  switch (setting.data) {
    case 'points':
      return <PointsField path={path} setting={setting} />;
    case 'instances':
      return <ProgramSetField path={path} setting={setting} />;
    case 'model':
      return <ModelField path={path} setting={setting} />;
    case 'run':
      return null;
  }
}

/** @param byName shown by the names that specs and the command line take */
function choiceOptions(choices: Readonly<Record<string, Words>>, byName: boolean): Option[] {
  return Object.entries(choices).map(([value, { label, help }]) => ({ value, label: byName ? value : label, help }));
}
