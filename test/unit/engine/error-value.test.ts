/** Any thrown thing becomes one value with a code, a sentence and a hint. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LeibnizErrorValue } from '../../../src-contract/error.ts';
import { JobSpec } from '../../../src-contract/job-spec.ts';
import { EngineError, errorOf, fileFailure, toErrorValue } from '../../../src-main/engine/error-value.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';

function thrown(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('toErrorValue', () => {
  it("keeps the engine's own errors and crosses a border and back unchanged", () => {
    const value = toErrorValue(new EngineError('run-missing', 'There is no run 3.', 'Look at the list.', { field: 'id' }));
    expect(value).toEqual({ code: 'run-missing', message: 'There is no run 3.', hint: 'Look at the list.', field: 'id' });
    expect(toErrorValue(errorOf(value))).toEqual(value);
  });
  it("keeps the place of a science's error", () => {
    expect(toErrorValue(new ProblemError('problem-number', 'the number “17x1” is malformed', 'Correct it.', {
      file: 'p.mps',
      line: 12,
      field: 'RHS',
    }))).toEqual({
      code: 'problem-number',
      message: 'p.mps, line 12: the number “17x1” is malformed.',
      hint: 'Correct it.',
      file: 'p.mps',
      line: 12,
      field: 'RHS',
    });
  });
  it('says what is wrong with a file in words', () => {
    expect(toErrorValue(thrown(() => readFileSync('/no/such/file.mps')))).toMatchObject({
      code: 'file-missing',
      message: '“/no/such/file.mps” does not exist.',
    });
    expect(toErrorValue(thrown(() => readFileSync('/')))).toMatchObject({ code: 'file-is-folder' });
    expect(fileFailure(Object.assign(new Error('x'), { code: 'ENOSPC' }), '/a/b.csv')).toMatchObject({
      code: 'disk-full',
      place: { file: '/a/b.csv' },
    });
    expect(fileFailure(new Error('odd'), '/a/b.csv').code).toBe('file-failed');
  });
  it('names the field that a schema refused', () => {
    const error = thrown(() =>
      JobSpec.parse({ version: 1, kind: 'exact', exact: { solver: 'oracle', timeLimitSeconds: null, relativeGap: 0, start: null } })
    );
    expect(toErrorValue(error)).toMatchObject({ code: 'message-invalid', field: 'exact.solver' });
  });
  it.each([new TypeError('x is not a function'), new Error(''), 'a string', null, undefined, 42, { code: 'ENOENT' },
    Object.assign(new Error('odd'), { code: 42, hint: [] })])('has a value the contract accepts for %s', (error) => {
      const value = toErrorValue(error);
      expect(LeibnizErrorValue.parse(value)).toEqual(value);
      expect(value.code).toBe('internal');
      expect(value.message).not.toContain('\n');
    });
  it('has no stack where it was foreseen: only what the system said', () => {
    const foreseen = [
      thrown(() => readFileSync('/no/such/file.mps')), fileFailure(thrown(() => readFileSync('/no/such/file.mps')), '/no/such/file.mps'),
      new RangeError('Invalid string length'), thrown(() => JobSpec.parse({ version: 1 })),
      new EngineError('problem-truncated', 'It ends early.', 'Get it again.', {}, new Error('unexpected end of file')),
    ].map(toErrorValue);
    for (const { code, details } of foreseen) {
      expect(code).not.toBe('internal');
      expect(details).not.toBe('');
      expect(details ?? '').not.toMatch(/\n\s+at |\.ts:\d|node:internal/);
    }
    expect(foreseen.at(-1)?.details).toBe('unexpected end of file');
  });
  it('keeps the stack of what nobody foresaw in the details, out of the sentence', () => {
    const value = toErrorValue(new TypeError('x is not a function'));
    expect(value.details).toContain('TypeError: x is not a function');
    expect(value.message).not.toContain('at ');
  });
});
