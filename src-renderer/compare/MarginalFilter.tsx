/** Of two solutions, only those variables whose x̂ lies in a range: x̂ of the end of either run, or of the run that it decoded. */
import { RangeSlider, Select } from '@mantine/core';
import { useState } from 'react';
import type { JSX } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { useRun } from '../api/queries.ts';
import { formatCount } from '../format/index.ts';
import { useRunMarginals } from '../parts/use-run-marginals.ts';
import type { ListedSolution, MarginalRange } from './solution-diff.ts';

interface Point {
  readonly runId: number;
  /** `end`, or an iteration. */
  readonly at: string;
}

/** Where a run's solution was made of: its own last x̂, or the x̂ that it was given. */
function pointOf(run: RunSummary | null): Point | null {
  if (run === null) return null;
  if (run.kind === 'descent') return { runId: run.id, at: 'end' };
  if (run.origin === null || 'file' in run.origin || run.origin.solution !== undefined) return null;
  const { runId, iteration } = run.origin;
  return { runId, at: iteration === null ? 'end' : String(iteration) };
}

const keyOf = ({ runId, at }: Point): string => `${runId}@${at}`;
const wordsOf = ({ runId, at }: Point): string => `x̂ of run ${runId}${at === 'end' ? '' : `, iteration ${formatCount(Number(at))}`}`;

export interface MarginalFilterState {
  readonly points: readonly Point[];
  readonly chosen: Point | null;
  readonly choose: (key: string | null) => void;
  readonly range: MarginalRange;
  readonly setRange: (range: MarginalRange) => void;
  /** Null while nothing is asked for, or it is on its way. */
  readonly xHat: readonly number[] | null;
  /** What is shown, for a caption. */
  readonly words: string;
}

/** What is not near 0 or 1. */
const FRACTIONAL: MarginalRange = [0.05, 0.95];

export function useMarginalFilter(a: ListedSolution, b: ListedSolution): MarginalFilterState {
  const [key, choose] = useState<string | null>(null);
  const [range, setRange] = useState<MarginalRange>(FRACTIONAL);
  const found = [pointOf(useRun(a.runId)), pointOf(useRun(b.runId))].filter((point) => point !== null);
  const points = found.filter((point, k) => found.findIndex((other) => keyOf(other) === keyOf(point)) === k);
  const chosen = points.find((point) => keyOf(point) === key) ?? null;
  const { xHat } = useRunMarginals(chosen?.runId ?? null, chosen?.at ?? 'end');
  return {
    points, chosen, choose, range, setRange, xHat: chosen === null ? null : xHat,
    words: chosen === null ? '' : `${wordsOf(chosen)} from ${range[0]} to ${range[1]}`,
  };
}

interface Props {
  readonly filter: MarginalFilterState;
  readonly shown: number;
  readonly of: number;
}

export function MarginalFilter({ filter, shown, of }: Props): JSX.Element | null {
  const { points, chosen, choose, range, setRange, xHat } = filter;
  if (points.length === 0) return null;
  return (
    <>
      <Select
        aria-label="Only variables with x̂ in a range"
        w={150}
        data={[{ value: '', label: 'any x̂' }, ...points.map((point) => ({ value: keyOf(point), label: wordsOf(point) }))]}
        value={chosen === null ? '' : keyOf(chosen)}
        onChange={(next) => choose(next === '' ? null : next)}
        allowDeselect={false}
      />
      {chosen !== null && (
        <>
          <RangeSlider
            className="lz-marginal-range"
            thumbFromLabel="x̂ from"
            thumbToLabel="x̂ to"
            min={0}
            max={1}
            step={0.01}
            minRange={0}
            label={(value) => value.toFixed(2)}
            value={[range[0], range[1]]}
            onChange={setRange}
          />
          <span className="caption tabular" role="status">
            {xHat === null ? 'reading x̂' : `${formatCount(shown)} of ${formatCount(of)} with x̂ in ${range[0].toFixed(2)}–${range[1].toFixed(2)}`}
          </span>
        </>
      )}
    </>
  );
}
