/** The fields of a kind's settings, by their records: sections in their order, each setting where it means something. */
import { Fragment, startTransition, useEffect, useState } from 'react';
import type { JSX, ReactNode } from 'react';
import type { Setting, Settings } from '../../src-science/settings/setting.ts';
import { appliesWhere, settingsOfCase, settingsWithin } from '../../src-science/settings/walk.ts';
import { JOB_SETTINGS } from '../../src-contract/job-settings.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';
import { Choice, ManyOf, Numeric, Section, Segments, useFormContext } from './fields.tsx';
import type { Option } from './fields.tsx';
import { textsAt } from './setting-texts.ts';

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
  const form = useFormContext();
  // The others are drawn once the dialog stands, and give way to whatever is typed meanwhile.
  const [whole, setWhole] = useState(false);
  useEffect(() => startTransition(() => setWhole(true)), []);
  const text = (path: string): string => form.texts[path] ?? '';
  const all = JOB_SETTINGS[kind];
  const settings = Object.entries(settingsOfCase(all, (tag) => text(`${kind}.${tag}`)));
  const at = textsAt(kind, text);
  const fieldsOf = (inside: Settings, path: string): ReactNode[] => Object.entries(inside).map(
    ([name, setting]) => <Fragment key={name}>{fieldOf(setting, `${path}.${name}`)}</Fragment>,
  );
  const fieldOf = (setting: Setting, path: string): ReactNode => {
    if (!appliesWhere(setting.where, at)) return null;
    if (own[path] !== undefined) return own[path];
    switch (setting.kind) {
      case 'number':
        return <Numeric path={path} />;
      case 'choice': {
        const options = choiceOptions(setting.choices, setting.look === 'names').filter(
          ({ value }) => value === text(path) || offers(path, value),
        );
        return setting.look === 'buttons' ? <Segments path={path} options={options} /> : <Choice path={path} options={options} />;
      }
      case 'flag':
        return <Segments path={path} options={[{ value: 'false', term: setting.off }, { value: 'true', term: setting.on }]} />;
      case 'names':
        return <ManyOf path={path} options={choiceOptions(setting.choices, setting.look === 'names')} />;
      case 'group':
        return fieldsOf(setting.settings, path);
      case 'variant': {
        const tag = `${path}.${setting.tag}`;
        return (
          <>
            <Segments path={path} at={tag} options={choiceOptions(setting.variants, false)} />
            {fieldsOf(settingsWithin(setting, text(tag)), path)}
          </>
        );
      }
      case 'counts':
      case 'vector':
      case 'data':
        return null;
    }
  };
  return (
    <>
      {all.sections.slice(0, whole ? undefined : AT_ONCE).map((title) => (
        <Section key={title} title={title}>
          {
            settings.map(
              ([name, setting]) => setting.section === title && <Fragment key={name}>{fieldOf(setting, `${kind}.${name}`)}</Fragment>,
            )
          }
          {below[title]}
        </Section>
      ))}
    </>
  );
}

/** @param byName shown by the names that specs and the command line take */
export function choiceOptions(
  choices: Readonly<Record<string,
  { readonly label: string; readonly help: string }>>,
  byName: boolean,
): Option[] {
  return Object.entries(choices).map(([value, term]) => ({ value, term: byName ? { label: value, help: term.help } : term }));
}
