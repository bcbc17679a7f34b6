/** The chosen runs as columns: every fact and setting a row, what differs first. */
import { useState } from 'react';
import type { JSX } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { Empty } from '../common/Empty.tsx';
import { Swatch } from '../common/Swatch.tsx';
import { useSelection } from '../state/selection.ts';
import type { TransposedRow } from './transposed.ts';

interface Props {
  readonly runs: readonly RunSummary[];
  readonly rows: readonly TransposedRow[];
  readonly onOpen: (id: number) => void;
}

export function TransposedView({ runs, rows, onOpen }: Props): JSX.Element {
  const hoverRun = useSelection((state) => state.hoverRun);
  const [alikeShown, setAlikeShown] = useState(false);
  if (runs.length === 0) {
    return <Empty text="Select runs in the table to see them beside each other: what differs first, then what is alike." quiet />;
  }
  const differing = rows.filter(({ differs }) => differs);
  const alike = rows.filter(({ differs }) => !differs);
  return (
    <div className="lz-transposed lz-inset-focus" tabIndex={0} role="region" aria-label="Runs compared">
      <table>
        <thead>
          <tr>
            <th scope="col">{differing.length === 0 ? 'Nothing differs' : `${differing.length} differ`}</th>
            {runs.map((run) => (
              <th key={run.id} scope="col" onMouseEnter={() => hoverRun(run.id)} onMouseLeave={() => hoverRun(null)}>
                <button type="button" className="lz-link row-tight" title="Show in the inspector" onClick={() => onOpen(run.id)}>
                  <Swatch run={run} />
                  <span className="tabular">#{run.id}</span>
                  <span className="truncate">{run.label === '' ? run.method : run.label}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <Rows rows={differing} />
        <tbody>
          <tr>
            <th scope="rowgroup" colSpan={runs.length + 1}>
              <button type="button" className="lz-link" aria-expanded={alikeShown} onClick={() => setAlikeShown(!alikeShown)}>
                {alikeShown ? '▾' : '▸'} {alike.length} alike
              </button>
            </th>
          </tr>
        </tbody>
        {alikeShown && <Rows rows={alike} />}
      </table>
    </div>
  );
}

function Rows({ rows }: { readonly rows: readonly TransposedRow[] }): JSX.Element {
  return (
    <tbody>
      {rows.map(({ key, label, part, cells, differs }) => (
        <tr key={key} data-differs={differs}>
          <th scope="row" title={part === 'setting' ? 'A setting, as asked for in the spec' : undefined}>
            <span className={part === 'setting' ? 'lz-setting' : undefined}>{label}</span>
          </th>
          {cells.map((cell, k) => (
            // Columns are the runs, in their order.
            // oxlint-disable-next-line react/no-array-index-key
            <td key={k} title={cell}>{cell}</td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
