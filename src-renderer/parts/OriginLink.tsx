/** The run that gave another its point x̂ or its solution: selects it, or says that it is there no more. A file is only named. */
import type { JSX } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { useRun } from '../api/queries.ts';
import { useSelection } from '../state/selection.ts';
import { originWords } from '../../src-contract/tables/run-facts.ts';
import { formatCount } from '../format/index.ts';

interface Props {
  readonly origin: NonNullable<RunSummary['origin']>;
  /** `← #3` beside a method's name, instead of the whole sentence. */
  readonly short?: boolean;
}

export function OriginLink({ origin, short = false }: Props): JSX.Element {
  const runId = 'file' in origin ? null : origin.runId;
  const isThere = useRun(runId) !== null;
  const words = originWords(origin, formatCount) ?? '';
  if (runId === null) {
    return <span className="dim lz-origin" title={`The vector was read from the ${words}`}>{short ? `← ${words}` : words}</span>;
  }
  const text = short ? `← #${runId}` : words;
  if (!isThere) {
    return (
      <span className="dim lz-origin" title={`Begins with ${words}, which was removed since`}>
        {short ? <s>{text}</s> : `${text}, removed since`}
      </span>
    );
  }
  return (
    <button
      type="button"
      className="lz-link lz-origin"
      tabIndex={short ? -1 : 0}
      title={`Begins with ${words}; selects that run`}
      // The row below would take the press for itself.
      onMouseDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onClick={() => useSelection.getState().selectRuns([runId])}
    >
      {text}
    </button>
  );
}
