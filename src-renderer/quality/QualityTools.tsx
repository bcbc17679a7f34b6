/** What the toolbars of both views share: which figures and which schemes are shown, chosen from menus. */
import { Button, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import type { JSX } from 'react';
import { SCHEMES, type SchemeName } from '../../src-science/gradients/scheme.ts';
import { Swatch } from '../common/Swatch.tsx';

interface Choice<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly help: string;
  readonly scheme?: SchemeName;
}

interface MenuProps<Name extends string> {
  readonly label: string;
  /** What is chosen, on the button. */
  readonly words: string;
  readonly choices: readonly Choice<Name>[];
  readonly chosen: ReadonlySet<Name>;
  readonly onToggle: (name: Name) => void;
}

function ChoiceMenu<Name extends string>({ label, words, choices, chosen, onToggle }: MenuProps<Name>): JSX.Element {
  return (
    <Menu closeOnItemClick={false} position="bottom-start" width={250}>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />} maw={260} aria-label={`${label}: ${words}`}>
          <span className="truncate">{words}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{label}</Menu.Label>
        {choices.map((choice) => {
          const on = chosen.has(choice.name);
          // The library's entries call themselves plain items, whatever role they are given.
          return (
            <Tooltip key={choice.name} label={choice.help} position="right" multiline maw={320}>
              <Menu.Item
                renderRoot={(props: Readonly<Record<string, unknown>>) =>
                  <button type="button" {...props} role="menuitemcheckbox" aria-checked={on} />}
                leftSection={on ? <IconCheck size={14} aria-hidden /> : <span style={{ width: 14 }} />}
                rightSection={choice.scheme === undefined ? undefined : <Swatch run={{ kind: 'descent', scheme: choice.scheme }} />}
                onClick={() => onToggle(choice.name)}
              >
                {choice.label}
              </Menu.Item>
            </Tooltip>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A set with one more or one less, but never empty. */
export function toggled<Name>(chosen: ReadonlySet<Name>, name: Name): ReadonlySet<Name> {
  const next = new Set(chosen);
  if (!next.delete(name)) next.add(name);
  return next.size === 0 ? chosen : next;
}

interface FigureProps<Name extends string> {
  readonly names: readonly Name[];
  readonly terms: Readonly<Record<Name, { readonly label: string; readonly help: string }>>;
  readonly chosen: ReadonlySet<Name>;
  readonly onToggle: (name: Name) => void;
}

export function FigureMenu<Name extends string>({ names, terms, chosen, onToggle }: FigureProps<Name>): JSX.Element {
  const shown = names.filter((name) => chosen.has(name));
  const words = shown.length > 1 ? `${shown.length} figures` : shown.map((name) => terms[name].label).join(', ');
  return <ChoiceMenu label="Figures, one plot each" words={words} choices={names.map((
    name,
  ) => ({ name, ...terms[name] }))} chosen={chosen} onToggle={onToggle} />;
}

export function SchemeMenu({ schemes, chosen, onToggle }: {
  readonly schemes: readonly SchemeName[]; readonly chosen: ReadonlySet<SchemeName>; readonly onToggle: (name: SchemeName) => void
}): JSX.Element {
  const shown = schemes.filter((scheme) => chosen.has(scheme));
  const words = shown.length === schemes.length &&
    schemes.length > 1 ? 'all schemes' : shown.length > 1 ? `${shown.length} schemes` : (shown[0] ?? 'no scheme');
  return <ChoiceMenu label="Schemes shown" words={words} choices={schemes.map((
    scheme,
  ) => ({ name: scheme, label: scheme, help: SCHEMES[scheme].help, scheme }))} chosen={chosen} onToggle={onToggle} />;
}
