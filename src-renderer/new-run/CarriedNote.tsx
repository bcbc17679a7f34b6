/** What became of the settings of a form when its problem was changed: kept, followed, or no longer fitting. */
import type { JSX } from 'react';
import type { ProblemSummary } from '../../src-contract/session.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';
import { settingLabel } from '../../src-contract/setting-words.ts';
import type { FormState } from '../kinds/form/form-context.ts';
import { settingNear } from './draft.ts';

interface Props {
  readonly carried: { readonly from: ProblemSummary };
  readonly followed: readonly string[];
  readonly kind: JobKind;
  readonly form: FormState;
}

export function CarriedNote({ carried, followed, kind, form }: Props): JSX.Element {
  const { problem, complaints, draft } = form;
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
                <b>{settingNear(kind, draft.texts, path)?.label ?? path}</b>: {message}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
