/** What is changed of one spec, done to others. */
import { describe, expect, it } from 'vitest';
import type { JobSpec } from '../../../../src-contract/job-spec.ts';
import { withChanges } from '../../../../src-renderer/new-run/spec-changes.ts';
import { aDescent } from '../../../a-descent.ts';

const spec = (change: Parameters<typeof aDescent>[0]): JobSpec => ({ version: 1, kind: 'descent', descent: aDescent(change) });
const ramp = (from: number, to: number) => ({ kind: 'ramp', from, to, shape: 'geometric', until: 0.5 }) as const;

describe('changes of a spec', () => {
  it('leave everything else of another spec as it was', () => {
    const target = spec({ seed: 7, iterations: 200, mu: ramp(2, 50) });
    const done = withChanges(target, spec({ seed: 1, step: 0.1, mu: ramp(1, 10) }), spec({ seed: 1, step: 0.3, mu: ramp(1, 20) }));
    expect(done).toEqual(spec({ seed: 7, iterations: 200, step: 0.3, mu: ramp(2, 20) }));
  });
  it('are none where nothing was changed, and make one spec the other where it is the same', () => {
    const [before, after] = [spec({ step: 0.1 }), spec({ step: 0.2, mu: ramp(1, 5), optimizer: { name: 'sgd' } })];
    expect(withChanges(spec({ seed: 9 }), before, before)).toEqual(spec({ seed: 9 }));
    expect(withChanges(before, before, after)).toEqual(after);
  });
  it('take a choice whole where the other spec has chosen otherwise', () => {
    const target = spec({ mu: { kind: 'fixed', value: 3 } });
    expect(withChanges(target, spec({ mu: ramp(1, 10) }), spec({ mu: ramp(1, 20) }))).toEqual(spec({ mu: ramp(1, 20) }));
  });
  it('are refused for a run of another kind', () => {
    const exact: JobSpec = { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: null } };
    expect(withChanges(exact, spec({}), spec({ step: 0.2 }))).toBeNull();
  });
});
