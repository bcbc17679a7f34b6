/** What the JavaScript engine cannot make is said in one sentence, in a worker and outside of it. */
import { describe, expect, it } from 'vitest';
import { toErrorValue } from '../../../src-main/engine/error-value.ts';
import { jobErrorValue } from '../../../src-workers/job-error.ts';

const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

/** Asked of the engine itself, so that its words are those of the version at hand. */
const CASES: readonly (readonly [name: string, work: () => unknown, code: string])[] = [
  ['a text over 512 MB', () => 'x'.repeat(2 ** 29), 'text-too-long'],
  ['a joined text over 512 MB', () => new Array<string>(40).fill('x'.repeat(2 ** 24)).join(''), 'text-too-long'],
  ['an array of impossible length', () => new Float64Array(2 ** 53), 'out-of-memory'],
  ['an array beyond all memory', () => new Float64Array(2 ** 45), 'out-of-memory'],
  ['a list of impossible length', () => new Array<number>(2 ** 32), 'out-of-memory'],
  ['shared memory beyond all memory', () => new SharedArrayBuffer(2 ** 48), 'out-of-memory'],
];

describe.each([
  ['outside of a worker', toErrorValue],
  ['in a worker', jobErrorValue],
] as const)('%s', (_where, valueOf) => {
  it.each(CASES)('%s', (_name, work, code) => {
    const error = thrown(work);
    const value = valueOf(error);
    expect(value).toMatchObject({ code, hint: expect.stringContaining('Nothing was lost.') });
    expect(value.message).not.toContain('internal');
    expect(error).toBeInstanceOf(RangeError);
    // What the engine said, without where in its code: this is none of our faults.
    expect(value.details).toContain(error instanceof Error ? error.message : 'an error');
  });
  it('more names than a set can hold', () => {
    expect(valueOf(new RangeError('Set maximum size exceeded'))).toMatchObject({
      code: 'too-many-names',
      message: expect.stringContaining('16.7 million'),
    });
    expect(valueOf(new RangeError('Map maximum size exceeded')).code).toBe('too-many-names');
  });
  it('no other error', () => {
    expect(valueOf(new TypeError('memory')).code).toBe('internal');
  });
});
