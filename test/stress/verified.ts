/** What becomes of a session file that was altered: refused, complained of, or passed as whole. */
import { EngineError } from '../../src-main/engine/error-value.ts';
import { reportOnFile } from '../../src-main/engine/session/open-session.ts';
import { migrations } from './whole-session.ts';

export type Verified = { readonly kind: 'refused' | 'complained'; readonly says: string } | { readonly kind: 'passed' } | {
  readonly kind: 'threw';
  readonly says: string;
};

export function verified(path: string): Verified {
  try {
    const { complaints } = reportOnFile({ type: 'report', path, verify: true }, migrations);
    return complaints?.[0] === undefined ? { kind: 'passed' } : { kind: 'complained', says: complaints[0] };
  } catch (error) {
    return error instanceof EngineError ? { kind: 'refused', says: error.message } : { kind: 'threw', says: String(error) };
  }
}
