/** What a circuit or a graph becomes: the stuck-at fault whose test pattern is sought, or the problem on the graph. */
import { Autocomplete, Button, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import type { JSX, SyntheticEvent } from 'react';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import type { ProblemChoice, ProblemSource } from '../../src-contract/problem-choice.ts';
import { errorValueOf, request } from '../api/request.ts';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { showNews } from '../common/notify.tsx';
import { Choice } from '../common/PanelTools.tsx';
import { Label } from '../form/Label.tsx';
import { formatCount } from '../format/index.ts';
import { openDialog } from '../state/open-dialog.ts';
import { selectAdded } from '../state/select-added.ts';
import { countWords, GRAPH_CHOICES, graphChoice, netComplaint } from './source-choices.ts';
import type { GraphProblem } from '../../src-science/program/graphs/graph-problem-names.ts';

/** Names that are offered at once; more are found by typing. */
const MOST_OFFERED = 100;

interface Props {
  readonly sources: readonly ProblemSource[];
  readonly onClose: () => void;
}

export function SourceDialog({ sources, onClose }: Props): JSX.Element {
  const [source, ...others] = sources;
  const [net, setNet] = useState('');
  const [stuckAt, setStuckAt] = useState<'0' | '1'>('0');
  const [problem, setProblem] = useState<GraphProblem>('independent-set');
  const [error, setError] = useState<LeibnizErrorValue | null>(null);
  const [busy, setBusy] = useState(false);
  if (source === undefined) return <></>;
  const next = (): void => (others.length > 0 ? openDialog({ kind: 'problem-source', sources: others }) : onClose());
  const complaint = source.kind === 'circuit' ? netComplaint(source.nets, net) : null;
  const choice: ProblemChoice = source.kind === 'circuit'
    ? { kind: 'circuit', net: net.trim(), stuckAt: stuckAt === '1' ? 1 : 0 }
    : { kind: 'graph', problem };
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (busy || complaint !== null) return;
    setBusy(true);
    setError(null);
    try {
      const added = await request({ type: 'problem.choose', source: source.id, choice });
      selectAdded(added);
      next();
      showNews(`Added ${added.name}`);
    } catch (failure) {
      setError(errorValueOf(failure));
      setBusy(false);
    }
  };
  const of = others.length > 0 ? `, ${formatCount(others.length)} more to come` : '';
  return (
    <Modal opened onClose={onClose} title={source.kind === 'circuit' ? 'Open circuit' : 'Open graph'} size={520}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <p style={{ margin: '0 0 12px' }}>
          <span className="mono">{source.file}</span>: {countWords(source)}{of}.
        </p>
        {source.kind === 'graph' && source.warnings.map((warning) => <p key={warning} className="caption">{warning}</p>)}
        {source.kind === 'circuit' ? (
          <div className="stack" style={{ gap: 12 }}>
            <p className="dim" style={{ margin: 0 }}>
              The problem asks for a pattern of as few specified inputs as possible for which a stuck-at fault shows at an output.
            </p>
            <Autocomplete
              label={<Label text="Net" help="The net that is held at a value; those that lead to an output are offered." />}
              aria-label="Net"
              placeholder={source.nets[0] ?? ''}
              data={[...source.nets]}
              limit={MOST_OFFERED}
              value={net}
              onChange={setNet}
              error={net.trim() === '' ? null : complaint}
              classNames={{ input: 'mono' }}
              data-autofocus
            />
            <Choice
              label="Stuck at" name="fault" value={stuckAt} onChange={setStuckAt}
              options={[{ value: '0', label: 'stuck at 0' }, { value: '1', label: 'stuck at 1' }]}
            />
          </div>
        ) : (
          <>
            <Select
              label="Problem"
              data={GRAPH_CHOICES.map(({ value, label }) => ({ value, label }))}
              value={problem}
              onChange={(value) => setProblem(graphChoice(value).value)}
              data-autofocus
            />
            <p className="dim" style={{ marginBlock: 8 }}>{graphChoice(problem).help}</p>
          </>
        )}
        {error !== null && <ErrorNote error={error} />}
        <div className="row" style={{ justifyContent: 'flex-end', marginTop: 12 }}>
          <Button variant="default" onClick={next}>{others.length > 0 ? 'Skip' : 'Cancel'}</Button>
          <Button type="submit" disabled={complaint !== null} loading={busy}>Add problem</Button>
        </div>
      </form>
    </Modal>
  );
}
