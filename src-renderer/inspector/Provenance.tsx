/**
 * Where a run's x̂ came from and what was made of it, drawn as a tree: a click or Enter goes to a run, from there the same way leads
 * back. The tree is one stop of the Tab key; arrows go through it.
 */
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { JSX, KeyboardEvent } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { useRuns } from '../api/queries.ts';
import { Block } from '../common/Facts.tsx';
import { Swatch } from '../common/Swatch.tsx';
import { statusWords } from '../common/status.ts';
import { formatCount } from '../format/index.ts';
import { useSelection } from '../state/selection.ts';
import { ancestryOf, descendantsOf, lineageOf, provenanceRows, railsOf } from './provenance.ts';
import type { ProvenanceRow } from './provenance.ts';
import './provenance.css';

/** px: where the first level stands, and from level to level. */
const EDGE = 10;
const LEVEL = 14;

const runsInWords = (count: number): string => `${formatCount(count)} ${count === 1 ? 'run' : 'runs'}`;
const rowId = (run: RunSummary, key: string): string => `provenance-${run.id}-${key.replace(' ', '-')}`;

export function Provenance({ run }: { readonly run: RunSummary }): JSX.Element | null {
  const runs = useRuns();
  const lineage = useMemo(() => lineageOf(runs), [runs]);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(null);
  const rows = useMemo(() => provenanceRows(lineage, run, opened), [lineage, run, opened]);
  const rails = useMemo(() => railsOf(rows), [rows]);
  const connected = useMemo(
    () => [...ancestryOf(lineage, run).runs.map(({ id }) => id), run.id, ...descendantsOf(lineage, run.id)], [lineage, run],
  );
  const { selectRuns, hoverRun } = useSelection.getState();
  // Neither before nor after it is anything.
  if (rows.length === 1) return null;

  const at = Math.max(0, rows.findIndex(({ key }) => key === (active ?? 'self')));
  const go = (to: number): void => {
    const key = rows[Math.min(rows.length - 1, Math.max(0, to))]?.key;
    if (key === undefined) return;
    setActive(key);
    document.getElementById(rowId(run, key))?.scrollIntoView({ block: 'nearest' });
  };
  const toggle = (key: string, open: boolean): void => setOpened((before) => {
    const next = new Set(before);
    if (open) next.add(key);
    else next.delete(key);
    return next;
  });
  const choose = (row: ProvenanceRow): void => {
    if (row.kind === 'run') selectRuns([row.run.id]);
    else if (row.kind === 'between') toggle('between', true);
    else if (row.kind === 'more') selectRuns(row.ids, run.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (row === undefined) return;
    const open = row.kind === 'run' ? row.open : row.kind === 'between' ? false : null;
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(rows.length - 1);
    else if (event.key === 'ArrowRight' && open === false) toggle(row.key, true);
    else if (event.key === 'ArrowLeft' && open === true) toggle(row.key, false);
    else if (event.key === 'ArrowLeft') go(rows.slice(0, at).findLastIndex(({ level }) => level < row.level));
    else if (event.key === 'Enter' || event.key === ' ') choose(row);
    else return;
    event.preventDefault();
  };
  return (
    <Block title="Where its x̂ came from, and went">
      <div
        role="tree"
        aria-label={`Runs connected with run ${run.id}`}
        tabIndex={0}
        className="lz-provenance lz-inset-focus"
        aria-activedescendant={rowId(run, rows[at]?.key ?? 'self')}
        onKeyDown={onKeyDown}
        onMouseLeave={() => hoverRun(null)}
      >
        {rows.map((row, k) => (
          // The tree has the keyboard for all of its rows.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={row.key}
            id={rowId(run, row.key)}
            role="treeitem"
            tabIndex={-1}
            aria-level={row.level + 1}
            aria-selected={row.kind === 'run' && row.place === 'self'}
            {...(row.kind === 'run' && row.open !== null ? { 'aria-expanded': row.open } : {})}
            className="lz-provenance-row"
            data-active={k === at && active !== null}
            data-place={row.kind === 'run' ? row.place : row.kind}
            style={{ paddingLeft: EDGE + LEVEL * row.level }}
            onMouseEnter={() => hoverRun(row.kind === 'run' ? row.run.id : null)}
            onClick={() => {
              setActive(row.key);
              choose(row);
            }}
          >
            {rails[k]?.map(({ level, part }) => (
              <span key={`${level} ${part}`} aria-hidden className="lz-rail" data-part={part} style={{ left: EDGE + 4 + LEVEL * level }} />
            ))}
            <Row row={row} onToggle={(open) => toggle(row.key, open)} />
          </div>
        ))}
      </div>
      <div className="lz-inspector-text">
        <Button variant="default" onClick={() => selectRuns(connected, run.id)}>
          Select all {runsInWords(connected.length)}
        </Button>
      </div>
    </Block>
  );
}

function Row({ row, onToggle }: { readonly row: ProvenanceRow; readonly onToggle: (open: boolean) => void }): JSX.Element {
  switch (row.kind) {
    case 'file':
      return <span className="dim truncate" title={row.file}>file <span className="mono">{row.file}</span></span>;
    case 'removed':
      return <span className="dim"><s>#{row.runId}</s> was removed since</span>;
    case 'between':
      return <span className="lz-link">{runsInWords(row.count)} between: show them</span>;
    case 'more':
      return <span className="lz-link">{formatCount(row.ids.length)} begin with it: select them all</span>;
    case 'run': {
      const { run, how, children, open, place } = row;
      const words = `#${run.id} ${run.methodName}${run.label === '' ? '' : `, ${run.label}`}`;
      return (
        <>
          <Swatch run={run} />
          <span className="lz-provenance-words">
            <span className={place === 'self' ? 'truncate lz-strong' : 'truncate lz-link'} title={`${words}: ${statusWords(run).word}`}>
              {words}
            </span>
            {how !== '' && <span className="caption truncate" title={how}>{how}</span>}
          </span>
          {open !== null && (
            <button
              type="button"
              tabIndex={-1}
              className="lz-provenance-fold"
              title={`${runsInWords(children)} ${children === 1 ? 'begins' : 'begin'} with it: ${open ? 'fold' : 'show'}`}
              onClick={(event) => {
                event.stopPropagation();
                onToggle(!open);
              }}
            >
              {open ? '−' : `+${formatCount(children)}`}
            </button>
          )}
          {place === 'before' && children > 1 && (
            <span className="caption" title={`${runsInWords(children - 1)} more begin with it; select it to see them`}>+{formatCount(children - 1)}</span>
          )}
        </>
      );
    }
  }
}
