/** Presets of one's own: the settings of a form under a name, kept with the person's settings and offered in every session. */
import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { JSX, SyntheticEvent } from 'react';
import type { Answer } from '../../src-contract/ipc.ts';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import type { OwnPreset } from '../../src-contract/settings.ts';
import { queryClient } from '../api/query-client.ts';
import { keys } from '../api/keys.ts';
import { useSettings } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt, showNews } from '../common/notify.tsx';

/** A preset keeps settings; a vector of thousands of entries is none. */
const MOST_CHARACTERS = 50_000;
const MOST_NAME = 50;

/** What forms offer, with a person's own presets behind those of the program. */
export function withOwnPresets(defaults: Answer<'run.defaults'>, own: readonly OwnPreset[]): Answer<'run.defaults'> {
  if (own.length === 0) return defaults;
  const presets = own.map(({ name, spec }) => ({ name: `own:${name}`, label: name, help: 'Your own preset.', spec }));
  return { ...defaults, presets: [...defaults.presets, ...presets] };
}

/** @param spec null while something is wrong with the form */
export function SavePreset({ spec }: { readonly spec: JobSpec | null }): JSX.Element {
  const own = useSettings().data?.ownPresets ?? [];
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const name = text.trim();
  const tooLong = spec !== null && JSON.stringify(spec).length > MOST_CHARACTERS;
  const replaces = own.some((each) => each.name === name);
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    if (spec === null || name === '' || tooLong) return;
    setOpened(false);
    attempt(async () => {
      const ownPresets = [...own.filter((each) => each.name !== name), { name, spec }];
      queryClient.setQueryData(keys.settings, await request({ type: 'app.change-settings', change: { ownPresets } }));
      showNews(`Saved the preset “${name}”`);
      setText('');
    });
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="top-end" width={300} shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="subtle" disabled={spec === null} onClick={() => setOpened(!opened)}
          title="Keeps these settings under a name, for new runs and studies of any session"
        >
          Save as preset…
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={save} className="stack" style={{ gap: 8 }}>
          <TextInput
            label="Name of the preset" value={text} maxLength={MOST_NAME} data-autofocus
            onChange={(event) => setText(event.currentTarget.value)}
            error={tooLong ? 'It holds a vector that is too long for a preset' : undefined}
          />
          {replaces && <span className="caption">Replaces your preset of this name.</span>}
          <Button type="submit" disabled={name === '' || tooLong}>Save</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
