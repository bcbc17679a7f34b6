/** The problems of a study: those of the session, and more of examples, files and generated families. */
import { Button, Checkbox, Menu, Popover, Select } from '@mantine/core';
import { IconBook2, IconFolderOpen, IconWand } from '@tabler/icons-react';
import { useState } from 'react';
import type { JSX } from 'react';
import type { ProblemSummary } from '../../src-contract/session.ts';
import { queryClient } from '../api/query-client.ts';
import { problemsQuery, useExamples } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt, showOutcome } from '../common/notify.tsx';
import { NumberField } from '../form/NumberField.tsx';
import { parameterComplaint } from '../form/parameter-complaint.ts';
import { parseNumber } from '../form/parse-number.ts';
import { formatCount, formatNumber } from '../format/index.ts';

const MOST_INSTANCES = 100;

interface Props {
  readonly problems: readonly ProblemSummary[];
  readonly chosen: readonly number[];
  readonly onChange: (change: (chosen: readonly number[]) => readonly number[]) => void;
}

export function StudyProblems({ problems, chosen, onChange }: Props): JSX.Element {
  const examples = useExamples().data?.examples ?? [];
  const add = (added: readonly Pick<ProblemSummary, 'id'>[]): void => {
    void queryClient.invalidateQueries({ queryKey: problemsQuery.queryKey });
    onChange((before) => [...new Set([...before, ...added.map(({ id }) => id)])]);
  };
  const all = problems.length > 0 && problems.every(({ id }) => chosen.includes(id));
  return (
    <fieldset className="lz-section">
      <legend>Problems</legend>
      <div className="row" style={{ gap: 6, flexWrap: 'wrap' }}>
        <Menu position="bottom-start" width={300} closeOnItemClick={false}>
          <Menu.Target>
            <Button variant="default" leftSection={<IconBook2 size={13} aria-hidden />}>Examples</Button>
          </Menu.Target>
          <Menu.Dropdown className="lz-study-offer">
            {examples.map(({ name, variables, rows }) => (
              <Menu.Item
                key={name}
                aria-label={name}
                onClick={() => attempt(async () => add([await request({ type: 'problem.open-example', name })]))}
              >
                <span className="mono">{name}</span> <span className="caption">{formatCount(variables)} × {formatCount(rows)}</span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={13} aria-hidden />}
          onClick={() => attempt(async () => {
            const outcome = await request({ type: 'problem.open' });
            showOutcome(outcome);
            add(outcome.opened);
          })}
        >
          Files…
        </Button>
        <Instances onAdded={add} />
        {problems.length > 1 && (
          <Checkbox
            label="All"
            checked={all}
            indeterminate={!all && chosen.length > 0}
            onChange={() => onChange(() => (all ? [] : problems.map(({ id }) => id)))}
          />
        )}
      </div>
      {problems.length > 0 && (
        <div className="lz-study-problems" role="group" aria-label="Problems of the study">
          {problems.map(({ id, name, variables, rows }) => (
            <Checkbox
              key={id}
              label={<span className="mono" title={`${formatCount(variables)} variables, ${formatCount(rows)} rows`}>{name}</span>}
              checked={chosen.includes(id)}
              onChange={() => onChange((before) => (before.includes(id) ? before.filter((each) => each !== id) : [...before, id]))}
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}

/** Instances of a family with the seeds 1, 2, …, n. */
function Instances({ onAdded }: { readonly onAdded: (added: readonly ProblemSummary[]) => void }): JSX.Element {
  const families = useExamples().data?.families ?? [];
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState<string | null>(null);
  const [count, setCount] = useState('3');
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const family = families.find((each) => each.name === name) ?? families[0];
  if (family === undefined) return <></>;
  const textOf = (parameter: { readonly name: string; readonly default: number }): string =>
    texts[`${family.name}.${parameter.name}`] ?? String(parameter.default);
  const instances = parseNumber(count);
  const countWrong = instances === null || !Number.isInteger(instances) || instances < 1 || instances > MOST_INSTANCES;
  const wrong = countWrong || family.parameters.some((parameter) => parameterComplaint(parameter, textOf(parameter)) !== null);
  const generate = async (): Promise<void> => {
    setBusy(true);
    try {
      const parameters = Object.fromEntries(family.parameters.map((parameter) => [parameter.name, parseNumber(textOf(parameter)) ?? 0]));
      const added: ProblemSummary[] = [];
      for (let seed = 1; seed <= (instances ?? 0); seed++) {
        added.push(await request({ type: 'problem.generate', family: family.name, parameters, seed, name: `${family.name}-${seed}` }));
      }
      onAdded(added);
      setOpened(false);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={420} shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconWand size={13} aria-hidden />} onClick={() => setOpened(!opened)}>
          Generate…
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="stack" style={{ gap: 8 }}>
          <Select
            label="Family"
            data={families.map((each) => ({ value: each.name, label: each.label }))}
            value={family.name}
            onChange={setName}
            comboboxProps={{ withinPortal: false }}
          />
          <div className="lz-fields">
            {family.parameters.map((parameter) => (
              <NumberField
                key={parameter.name}
                label={parameter.label}
                help={`${parameter.help} (${formatNumber(parameter.min)} to ${formatNumber(parameter.max)})`}
                value={textOf(parameter)}
                onChange={(text) => setTexts((before) => ({ ...before, [`${family.name}.${parameter.name}`]: text }))}
                complaint={parameterComplaint(parameter, textOf(parameter))}
              />
            ))}
            <NumberField
              label="Instances"
              help="Problems of this family with the seeds 1, 2, … up to this number."
              value={count}
              onChange={setCount}
              complaint={countWrong ? `From 1 to ${MOST_INSTANCES}` : null}
              step={1}
            />
          </div>
          <div className="row" style={{ justifyContent: 'flex-end' }}>
            <Button disabled={wrong} loading={busy} onClick={() => attempt(generate)}>Add instances</Button>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
