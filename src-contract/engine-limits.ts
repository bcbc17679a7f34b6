/**
 * Limits of the JavaScript engine, in words: what it throws where a text, a set or an array would be larger
 * than it can make. The session and what was computed are untouched by any of them.
 */
import type { LeibnizErrorValue } from './error.ts';

const SAFE = 'Nothing was lost.';

const LIMITS: readonly (readonly [pattern: RegExp, value: Pick<LeibnizErrorValue, 'code' | 'message' | 'hint'>])[] = [
  [/invalid string length|cannot create a string longer/i, {
    code: 'text-too-long', message: 'A text would be longer than 512 MB, which is more than can be held.',
    hint: `Write or show less at once, for a problem choose a shorter format or a file of its own for each part. ${SAFE}`,
  }],
  [/(set|map) maximum size exceeded/i, {
    code: 'too-many-names', message: 'There are more than 16.7 million names or entries, which is more than can be told apart.',
    hint: `Split the problem. ${SAFE}`,
  }],
  [/allocation|array length|array buffer|memory|buffer size|typed array length/i, {
    code: 'out-of-memory', message: 'This needs more memory than there is.',
    hint: `Record less often, keep fewer snapshots, or use a smaller program; close other programs. ${SAFE}`,
  }],
];

/** The words for a limit that was met; null for every other error. */
export function engineLimit(error: unknown): Pick<LeibnizErrorValue, 'code' | 'message' | 'hint'> | null {
  if (!(error instanceof RangeError) && !(error instanceof Error && Reflect.get(error, 'code') === 'ERR_STRING_TOO_LONG')) return null;
  return LIMITS.find(([pattern]) => pattern.test(error.message))?.[1] ?? null;
}
