/** The bundled example problems, with their source and published optimum. */
import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { JSX } from 'react';
import { useExamples, useProblems } from '../api/queries.ts';
import { errorValueOf, request } from '../api/request.ts';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { formatCount, formatNumber } from '../format/index.ts';
import { attempt, showNews } from '../common/notify.tsx';
import { openDialog } from '../state/open-dialog.ts';
import { selectAdded } from '../state/select-added.ts';

/** What the filter looks at in the line of the circuit. */
const CIRCUIT_WORDS = 'c17 iscas-85 circuit test pattern';

export function ExamplesDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const query = useExamples();
  const present = new Set(useProblems().map((problem) => problem.name));
  const [filter, setFilter] = useState('');
  const examples = (query.data?.examples ?? []).filter(
    (example) => `${example.name} ${example.source}`.toLowerCase().includes(filter.trim().toLowerCase()),
  );
  const isCircuitShown = CIRCUIT_WORDS.includes(filter.trim().toLowerCase());
  const add = (name: string): void =>
    attempt(async () => {
      const problem = await request({ type: 'problem.open-example', name });
      selectAdded(problem);
      showNews(`Added ${problem.name}`);
    });
  const openCircuit = (): void => attempt(async () => (
    openDialog({ kind: 'problem-source', sources: [await request({ type: 'problem.open-example-circuit' })] })
  ));
  return (
    <Modal opened onClose={onClose} title="Examples" size={760}>
      {query.isError && <ErrorNote error={errorValueOf(query.error)} />}
      <TextInput
        aria-label="Filter examples"
        placeholder="Filter by name or source"
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        data-autofocus
        mb={8}
      />
      <div className="lz-table-scroll" role="region" aria-label="Example problems">
        <table className="lz-table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" className="num">Variables</th>
              <th scope="col" className="num">Rows</th>
              <th scope="col" className="num">Nonzeros</th>
              <th scope="col" className="num" title="As published by the source">Optimum</th>
              <th scope="col">Source</th>
              <th scope="col"><span className="lz-hidden">Add</span></th>
            </tr>
          </thead>
          <tbody>
            {examples.map((example) => (
              <tr key={example.name}>
                <td className="mono">{example.name}</td>
                <td className="num">{formatCount(example.variables)}</td>
                <td className="num">{formatCount(example.rows)}</td>
                <td className="num">{formatCount(example.nonzeros)}</td>
                <td className="num">{formatNumber(example.optimum, { digits: 8 })}</td>
                <td className="dim wrap">{example.source}</td>
                <td>
                  <Button variant="default" onClick={() => add(example.name)} aria-label={`Add ${example.name}`}>
                    {present.has(example.name) ? 'Add again' : 'Add'}
                  </Button>
                </td>
              </tr>
            ))}
            {isCircuitShown && (
              <tr>
                <td className="mono">c17</td>
                <td className="dim" colSpan={4}>a circuit of 5 inputs and 6 gates: choose a fault to test</td>
                <td className="dim wrap">ISCAS-85</td>
                <td>
                  <Button variant="default" onClick={openCircuit} aria-label="Open c17">Open…</Button>
                </td>
              </tr>
            )}
          </tbody>
        </table>
        {query.isSuccess && examples.length === 0 && !isCircuitShown && <p className="lz-empty">No example has these words.</p>}
      </div>
    </Modal>
  );
}
