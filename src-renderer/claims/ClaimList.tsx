/**
 * Every claim in a row: verdict, what is claimed with its formula and source, what was measured beside
 * what is expected, z and time. Arrow keys walk the rows; the chosen one is explained beside the list.
 */
import { useEffect, useRef } from 'react';
import type { JSX, KeyboardEvent } from 'react';
import type { ClaimView } from '../../src-contract/claim.ts';
import { formatDuration, formatNumber, fullPrecision } from '../format/index.ts';
import { ClaimBadge } from './ClaimBadge.tsx';
import { Formula } from './Formula.tsx';
import { foundSign, headlineRow, measuredText, stateOf, zText } from './claim-rows.ts';

interface Props {
  readonly claims: readonly ClaimView[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

const HEADS = [
  { key: 'verdict', label: 'verdict' },
  { key: 'claim', label: 'claim' },
  {
    key: 'measured', label: 'measured',
    help: 'Of the row of evidence that stands for the claim; a standard error in parentheses applies to the last digits',
  },
  { key: 'found', label: '', help: 'How the two compare' },
  { key: 'expected', label: 'expected' },
  { key: 'z', label: 'z', help: '(measured − expected) / standard error; empty where nothing was sampled' },
  { key: 'time', label: 'time' },
] as const;

export function ClaimList({ claims, chosen, onChoose }: Props): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    scroller.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget || claims.length === 0) return;
    const at = claims.findIndex((claim) => claim.statement.id === chosen);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 5, PageUp: at - 5, Home: 0, End: claims.length - 1,
    };
    const to = moves[event.key];
    const next = to === undefined ? undefined : claims[Math.min(claims.length - 1, Math.max(0, to))];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.statement.id);
  };
  return (
    <div
      ref={scroller}
      className="lz-claims lz-inset-focus"
      role="grid"
      aria-label="Claims"
      aria-rowcount={claims.length + 1}
      aria-colcount={HEADS.length}
      tabIndex={0}
      aria-activedescendant={chosen === null ? undefined : `claim-${chosen}`}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-claim]') : null;
        const id = row?.dataset['claim'];
        if (id !== undefined) onChoose(id);
      }}
    >
      <div className="lz-claim lz-claims-head" role="row">
        {HEADS.map((head) => (
          <span
            key={head.key}
            role="columnheader"
            data-column={head.key}
            title={'help' in head ? head.help : undefined}
            aria-label={head.label === '' ? 'compared' : undefined}
          >
            {head.label}
          </span>
        ))}
      </div>
      {claims.length === 0 && <div className="lz-dense-empty">No claim has this verdict.</div>}
      {claims.map((claim, index) => (
        <Row key={claim.statement.id} claim={claim} index={index} chosen={claim.statement.id === chosen} />
      ))}
    </div>
  );
}

function Row({ claim, index, chosen }: { readonly claim: ClaimView; readonly index: number; readonly chosen: boolean }): JSX.Element {
  const { statement, settled } = claim;
  const result = settled?.result ?? null;
  const row = result === null ? null : headlineRow(result);
  return (
    <div
      className="lz-claim"
      role="row"
      id={`claim-${statement.id}`}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      data-claim={statement.id}
    >
      <span role="gridcell" data-column="verdict">
        <ClaimBadge state={stateOf(claim)} />
      </span>
      <span role="gridcell" data-column="claim">
        <span className="lz-claim-title">{statement.title}</span>
        <Formula source={statement.formula} />
        <span className="caption">{statement.source}</span>
      </span>
      <span
        role="gridcell"
        data-column="measured"
        title={result === null
          ? undefined
          : `${row?.label ?? ''}: ${fullPrecision(result.measured)}${result.standardError === null ? '' : ` ± ${fullPrecision(result.standardError)}`}`}
      >
        {result === null ? '' : measuredText(result)}
      </span>
      <span role="gridcell" data-column="found">{row === null ? '' : foundSign(row)}</span>
      <span role="gridcell" data-column="expected" title={result === null ? undefined : fullPrecision(result.expected)}>
        {result === null ? '' : formatNumber(result.expected)}
      </span>
      <span role="gridcell" data-column="z">{zText(result?.z ?? null)}</span>
      <span role="gridcell" data-column="time">{result === null ? '' : formatDuration(result.seconds)}</span>
    </div>
  );
}
