/** The methods of a study: those that are offered, those of the selected runs, and what of each varies. */
import { ActionIcon, Button, Menu, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { JSX } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import type { StudyPlanView } from '../../src-contract/session-study.ts';
import { attempt } from '../common/notify.tsx';
import { TextField } from '../form/TextField.tsx';
import { methodDraft, methodsOfRuns, methodWords } from './methods-offered.ts';
import type { OfferedMethod } from './methods-offered.ts';
import { expanded, freeName, valuesOfVaried, variable } from './study-draft.ts';
import type { MethodDraft, Varied } from './study-draft.ts';

interface Props {
  readonly methods: readonly MethodDraft[];
  readonly onChange: (change: (methods: readonly MethodDraft[]) => readonly MethodDraft[]) => void;
  readonly offered: readonly OfferedMethod[];
  readonly selected: readonly RunSummary[];
  readonly complaints: StudyPlanView['complaints'];
}

export function StudyMethods({ methods, onChange, offered, selected, complaints }: Props): JSX.Element {
  const groups = [...new Set(offered.map(({ group }) => group))];
  const replace = (key: string, changed: MethodDraft | null): void =>
    onChange((before) => before.flatMap((each) => (each.key === key ? (changed ?? []) : [each])));
  return (
    <fieldset className="lz-section">
      <legend>Methods</legend>
      <div className="row" style={{ gap: 6, flexWrap: 'wrap' }}>
        {groups.map((group) => (
          <Menu key={group} position="bottom-start" width={360} closeOnItemClick={false}>
            <Menu.Target>
              <Button variant="default" leftSection={<IconPlus size={13} aria-hidden />}>{group}</Button>
            </Menu.Target>
            <Menu.Dropdown className="lz-study-offer">
              {offered.filter((each) => each.group === group).map(({ method, help }) => (
                <Menu.Item
                  key={method.name}
                  aria-label={method.name}
                  onClick={() => onChange((before) => [...before, methodDraft(method, before)])}
                >
                  {method.name}
                  <div className="caption">{help}</div>
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ))}
        <Button
          variant="default"
          leftSection={<IconPlus size={13} aria-hidden />}
          disabled={selected.length === 0}
          title={selected.length === 0 ? 'Select runs in the run table first' : 'With all of their settings'}
          onClick={() => attempt(async () => {
            const found = await methodsOfRuns(selected);
            onChange((before) => found.reduce<readonly MethodDraft[]>(
              (all, one) => [...all, { ...one, name: freeName(one.name, all) }], before,
            ));
          })}
        >
          {selected.length === 0 ? 'Settings of selected runs' : `Settings of ${selected.length === 1 ? 'the selected run' : `${selected.length} selected runs`}`}
        </Button>
      </div>
      {methods.length > 0 && (
        <ul className="lz-study-methods" aria-label="Methods of the study">
          {methods.map((draft) => (
            <MethodRow
              key={draft.key}
              draft={draft}
              complaints={complaints.filter(({ method }) => expanded(draft)?.some(({ name }) => name === method) === true)}
              onChange={(changed) => replace(draft.key, changed)}
            />
          ))}
        </ul>
      )}
    </fieldset>
  );
}

interface RowProps {
  readonly draft: MethodDraft;
  readonly complaints: StudyPlanView['complaints'];
  /** Null takes it away. */
  readonly onChange: (changed: MethodDraft | null) => void;
}

function MethodRow({ draft, complaints, onChange }: RowProps): JSX.Element {
  const count = expanded(draft)?.length ?? null;
  const left = variable(draft.method).filter(([name]) => !draft.varied.some((each) => each.name === name));
  const vary = (name: string, changed: Varied | null): void =>
    onChange({ ...draft, varied: draft.varied.flatMap((each) => (each.name === name ? (changed ?? []) : [each])) });
  const messages = [...new Set(complaints.map(({ message }) => message))];
  return (
    <li>
      <div className="row" style={{ gap: 8 }}>
        <TextInput
          aria-label={`Name of ${draft.name}`}
          value={draft.name}
          maxLength={150}
          onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
          error={draft.name.trim() === ''}
          w={240}
        />
        <span className="grow dim truncate" title={methodWords(draft.method)}>
          {methodWords(draft.method)}
          {count !== null && count > 1 && `, ${count} methods`}
        </span>
        <Select
          aria-label={`Vary a setting of ${draft.name}`}
          placeholder="Vary a setting"
          data={left.map(([name, { label }]) => ({ value: name, label }))}
          value={null}
          onChange={(name) => name !== null && onChange({ ...draft, varied: [...draft.varied, { name, values: '' }] })}
          searchable
          w={170}
        />
        <ActionIcon aria-label={`Remove ${draft.name}`} title="Remove" onClick={() => onChange(null)}>
          <IconX size={14} aria-hidden />
        </ActionIcon>
      </div>
      {draft.varied.map((varied) => {
        const judged = valuesOfVaried(draft.method, varied);
        const setting = variable(draft.method).find(([name]) => name === varied.name)?.[1];
        return (
          <div key={varied.name} className="row lz-study-varied">
            <TextField
              label={setting?.label ?? varied.name}
              help={`${setting?.help ?? ''} Several values, set apart by commas: each is a method of its own.`}
              value={varied.values}
              onChange={(values) => vary(varied.name, { ...varied, values })}
              complaint={'complaint' in judged && varied.values !== '' ? judged.complaint : undefined}
            />
            <ActionIcon aria-label={`Do not vary ${setting?.label ?? varied.name}`} onClick={() => vary(varied.name, null)}>
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </div>
        );
      })}
      {messages.slice(0, 3).map((message) => <div key={message} className="lz-complaint">{message}</div>)}
    </li>
  );
}
