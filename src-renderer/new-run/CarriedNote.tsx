/** What became of the settings of a form when its problem was changed: kept, followed, or no longer fitting. */
import type { JSX } from 'react';
import type { SpecComplaint } from '../../src-contract/session-request.ts';
import type { ProblemSummary } from '../../src-contract/session.ts';
import { settingLabel } from '../../src-contract/setting-words.ts';
import { field } from '../parts/run-terms.ts';

interface Props {
  readonly carried: { readonly from: ProblemSummary };
  readonly problem: ProblemSummary;
  readonly followed: readonly string[];
  readonly complaints: readonly SpecComplaint[];
}

/** Of the field, or of the nearest one that it is a part of. */
function labelOf(path: string): string {
  const { label } = field(path);
  if (label !== '' || !path.includes('.')) return label || path;
  return labelOf(path.slice(0, path.lastIndexOf('.')));
}

export function CarriedNote({ carried, problem, followed, complaints }: Props): JSX.Element {
  return (
    <div className="caption lz-carried" role="note" aria-label="Settings of another problem">
      Settings are kept from <span className="mono">{carried.from.name}</span>.
      {followed.length > 0 &&
        ` Where ${carried.from.name}’s own values stood, ${problem.name}’s stand now: ${[...new Set(followed.map((path) => settingLabel(path.slice(path.indexOf('.') + 1))))].join(', ')}.`}
      {complaints.length > 0 && (
        <>
          {' '}
          What no longer fits:
          <ul className="lz-misfits">
            {complaints.map(({ field: path, message }) => (
              <li key={`${path} ${message}`}>
                <b>{labelOf(path)}</b>: {message}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
