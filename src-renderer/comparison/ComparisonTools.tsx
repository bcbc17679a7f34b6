/** What is compared and how: the bar above the table and the pictures. */
import { Button, Popover, Select, Tooltip } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { JSX, ReactNode } from 'react';
import type { Compared } from '../../src-science/statistics/comparison.ts';
import { Choice, PanelTools } from '../common/PanelTools.tsx';
import { Label } from '../form/Label.tsx';
import { NumberField } from '../form/NumberField.tsx';
import { GROUPINGS } from './compared-runs.ts';
import type { ComparedRuns, Grouping } from './compared-runs.ts';
import { useComparisonState } from './comparison-state.ts';
import { targetComplaint } from './use-comparison.ts';
import { useStudyTitles } from './use-study-titles.ts';

const GROUPING_WORDS: Readonly<Record<Grouping, { readonly label: string; readonly help: string }>> = {
  name: { label: 'name', help: 'Runs of one method name or label are one method, on whatever problem' },
  settings: { label: 'settings', help: 'Runs that differ in nothing but their seed and problem are one method' },
};
const COMPARED_LABELS: Readonly<Record<Compared, { readonly label: string; readonly help: string }>> = {
  gap: { label: 'gap', help: 'Gap of the best solution to the reference' },
  seconds: { label: 'time', help: 'Seconds of the runs that end within the target; the others count as worse than all of them' },
  integral: { label: 'primal integral', help: 'How good solutions were over the time of the longest run on each problem' },
};

const explained = (words: { readonly label: string; readonly help: string }): ReactNode => (
  <Tooltip label={words.help}>
    <span>{words.label}</span>
  </Tooltip>
);

interface Props {
  readonly label: string;
  readonly compared: ComparedRuns;
  /** What the view can compare by; none where that is not asked. */
  readonly compares: readonly Compared[];
  /** Whether the view tests against a baseline. */
  readonly withBaseline: boolean;
  /** What comes first in the bar. */
  readonly children?: ReactNode;
  readonly end: ReactNode;
}

export function ComparisonTools({ label, compared, compares, withBaseline, children, end }: Props): JSX.Element {
  const { by, change } = useComparisonState();
  return (
    <PanelTools label={label} end={end}>
      {children}
      <RunsChoice />
      {compares.length > 0 && (
        <Choice
          label="What is compared"
          value={compares.find((each) => each === by) ?? compares[0] ?? by}
          onChange={(next) => change({ by: next })}
          options={compares.map((value) => ({ value, label: explained(COMPARED_LABELS[value]) }))}
        />
      )}
      <AskedMenu compared={compared} withBaseline={withBaseline} />
    </PanelTools>
  );
}

/** Which runs are compared: where there are studies, those of one as well. */
function RunsChoice(): JSX.Element {
  const { which, study, change } = useComparisonState();
  const studies = useStudyTitles();
  if (studies.length === 0) {
    return (
      <Choice
        label="Which runs"
        value={which === 'selected' ? which : 'all'}
        onChange={(next) => change({ which: next })}
        options={[{ value: 'all', label: 'all runs' }, { value: 'selected', label: 'selected' }]}
      />
    );
  }
  return (
    <Select
      aria-label="Which runs"
      w={150}
      data={[
        { value: 'all', label: 'All runs' }, { value: 'selected', label: 'Selected runs' },
        ...studies.map(({ id, title }) => ({ value: String(id), label: title })),
      ]}
      value={which !== 'study' ? which : studies.some(({ id }) => id === study) ? String(study) : 'all'}
      onChange={(next) => {
        if (next === 'all' || next === 'selected') change({ which: next });
        else if (next !== null) change({ which: 'study', study: Number(next) });
      }}
      allowDeselect={false}
    />
  );
}

/** What is asked for less often: target, baseline, and what makes a method. */
function AskedMenu({ compared: { methods }, withBaseline }: Pick<Props, 'compared' | 'withBaseline'>): JSX.Element {
  const { grouping, target, baseline, change } = useComparisonState();
  const complaint = targetComplaint(target);
  const chosen = methods.find(({ key }) => key === baseline) ?? methods[0];
  const tested = withBaseline && methods.length > 1 && chosen !== undefined;
  const words = `gap ≤ ${complaint === null ? target.trim() : '…'} %${tested ? ` · against ${chosen.name}` : ''}`;
  return (
    <Popover position="bottom-start" trapFocus withRoles>
      <Popover.Target>
        <Button
          variant="default"
          maw={230}
          aria-label={`Target and methods: ${words}`}
          rightSection={<IconChevronDown size={12} aria-hidden />}
        >
          <span className="truncate">{words}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Target and methods" className="lz-comparison-asked">
        <NumberField
          label="Target gap"
          unit="%"
          help="A run has reached the target where its gap is at most this; times are compared of such runs"
          value={target}
          onChange={(text) => change({ target: text })}
          complaint={complaint}
          step={1}
        />
        {tested && (
          <Select
            label={<Label text="Baseline" help="The method that the others are tested against" />}
            aria-label="Baseline"
            data={methods.map(({ key, name }) => ({ value: key, label: name }))}
            value={chosen.key}
            onChange={(next) => change({ baseline: next })}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
          />
        )}
        <div>
          <div className="lz-label">Methods by</div>
          <Choice
            label="What makes a method"
            value={grouping}
            onChange={(next) => change({ grouping: next })}
            options={GROUPINGS.map((value) => ({ value, label: explained(GROUPING_WORDS[value]) }))}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
