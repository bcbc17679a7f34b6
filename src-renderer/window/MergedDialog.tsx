/** What a merge left out and what contradicted, to be read once and copied; the session's Edit menu undoes the merge. */
import { Button, Modal } from '@mantine/core';
import type { JSX } from 'react';
import { MERGE_FINDINGS } from '../../src-contract/session-merge.ts';
import type { MergeFindingKind, MergeReport } from '../../src-contract/session-merge.ts';
import { useSession } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { CopyButton } from '../common/CopyButton.tsx';
import { attempt, showNews } from '../common/notify.tsx';
import { mergeWords } from './merge-words.ts';
import './merged.css';

interface Props {
  readonly report: MergeReport;
  readonly onClose: () => void;
}

export function MergedDialog({ report, onClose }: Props): JSX.Element {
  const { findings } = report;
  const weightOf = (kind: MergeFindingKind): string => MERGE_FINDINGS[kind].weight;
  const order = ['left-out', 'conflict', 'remark'];
  const rows = findings.toSorted((a, b) => order.indexOf(weightOf(a.kind)) - order.indexOf(weightOf(b.kind)));
  // Where nothing was new there is nothing to undo, and something else stands there.
  const undoable = useSession().data?.undo === `merge “${report.name}”`;
  const undo = (): void => attempt(async () => {
    const { words } = await request({ type: 'session.undo' });
    showNews(`Undone: ${words}`);
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title="Merged" size={860}>
      <div className="stack">
        <p className="wrap" style={{ margin: 0 }}>{mergeWords(report)}.</p>
        <div className="lz-table-scroll">
          <table className="lz-table lz-merged selectable">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">About</th>
                <th scope="col">What was done</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ kind, about, text }, k) => (
                <tr key={`${k} ${kind}`} data-weight={weightOf(kind)}>
                  <td>{MERGE_FINDINGS[kind].label}</td>
                  <td title={about}><span className="lz-merged-about">{about}</span></td>
                  <td className="wrap">{text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="row">
          <CopyButton
            text={rows.map(({ kind, about, text }) => `${MERGE_FINDINGS[kind].label}\t${about}\t${text}`).join('\n')} label="Copy as text"
          />
          <span className="grow" />
          {undoable && <Button variant="default" onClick={undo}>Undo the merge</Button>}
          <Button onClick={onClose} data-autofocus>Close</Button>
        </div>
      </div>
    </Modal>
  );
}
