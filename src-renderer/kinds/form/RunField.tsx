/** Which run something is taken from. */
import type { JSX } from 'react';
import type { RunSummary } from '../../../src-contract/session.ts';
import { methodOf } from '../../../src-contract/tables/run-facts.ts';
import { Picked } from './Picked.tsx';

interface Props {
  /** Of the field that takes it. */
  readonly path: string;
  readonly help: string;
  readonly runs: readonly RunSummary[];
  readonly placeholder: string;
  /** What is said of each besides its method. */
  readonly more?: (run: RunSummary) => string;
  readonly onPicked?: () => void;
}

export function RunField({ path, help, runs, placeholder, more = () => '', onPicked = () => undefined }: Props): JSX.Element {
  return (
    <Picked
      path={`${path}.run`}
      words={{ label: 'Run', help }}
      data={runs.map((run) => ({ value: String(run.id), label: `#${run.id} ${methodOf(run)}${more(run)}` }))}
      complainsOf={[`${path}.run`, path]}
      onPicked={onPicked}
      placeholder={placeholder}
      searchable
      nothingFoundMessage="No such run"
    />
  );
}
