/** The state machine of runs: every state against everything that can happen, and random histories against a model. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGoing, runVerdict } from '../../../src-main/engine/session/run-state.ts';
import type { RunHappening, RunState } from '../../../src-main/engine/session/run-state.ts';

const STATES: readonly RunState[] = ['queued', 'running', 'cancelling', 'done', 'failed', 'cancelled', 'interrupted'];

const HAPPENINGS: Readonly<Record<string, RunHappening>> = {
  'started': { type: 'started' },
  'cancel': { type: 'cancel' },
  'done': { type: 'ended', as: 'done', byProgram: false },
  'done, the program closing': { type: 'ended', as: 'done', byProgram: true },
  'failed': { type: 'ended', as: 'failed', byProgram: false },
  'failed, the program closing': { type: 'ended', as: 'failed', byProgram: true },
  'cancelled': { type: 'ended', as: 'cancelled', byProgram: false },
  'cancelled, the program closing': { type: 'ended', as: 'cancelled', byProgram: true },
  'reopen': { type: 'reopen', whole: true },
  'reopen with nothing to go on from': { type: 'reopen', whole: false },
  'found': { type: 'found' },
};

const GOING_ENDS = {
  'done': 'done',
  'done, the program closing': 'done',
  'failed': 'failed',
  'failed, the program closing': 'failed',
  'cancelled': 'cancelled',
} as const;
const OVER_ENDS = {
  'started': 'over',
  'cancel': 'over',
  'done': 'over',
  'done, the program closing': 'over',
  'failed': 'over',
  'failed, the program closing': 'over',
  'cancelled': 'over',
  'cancelled, the program closing': 'over',
  'found': 'over',
} as const;
const BUSY = { 'reopen': 'refused: going', 'reopen with nothing to go on from': 'refused: going', 'found': 'interrupted' } as const;

/** What each state becomes, why it stays (`over`, `asked-already`), or why it is refused. */
const TABLE: Readonly<Record<RunState, Readonly<Record<keyof typeof HAPPENINGS, string>>>> = {
  queued: { ...GOING_ENDS, ...BUSY, 'started': 'running', 'cancel': 'cancelling', 'cancelled, the program closing': 'interrupted' },
  running: { ...GOING_ENDS, ...BUSY, 'started': 'asked-already', 'cancel': 'cancelling', 'cancelled, the program closing': 'interrupted' },
  cancelling: {
    ...GOING_ENDS,
    ...BUSY,
    'started': 'asked-already',
    'cancel': 'asked-already',
    'cancelled, the program closing': 'cancelled',
  },
  done: { ...OVER_ENDS, 'reopen': 'refused: done', 'reopen with nothing to go on from': 'refused: done' },
  failed: { ...OVER_ENDS, 'reopen': 'queued', 'reopen with nothing to go on from': 'queued' },
  cancelled: { ...OVER_ENDS, 'reopen': 'queued', 'reopen with nothing to go on from': 'refused: nothing-to-resume' },
  interrupted: { ...OVER_ENDS, 'reopen': 'queued', 'reopen with nothing to go on from': 'queued' },
};

function word(state: RunState, happening: RunHappening): string {
  const verdict = runVerdict(state, happening);
  return verdict.kind === 'moves' ? verdict.to : verdict.kind === 'stays' ? verdict.why : `refused: ${verdict.why}`;
}

describe('the state of a run', () => {
  for (const state of STATES) {
    it(`${state}: what each happening makes of it`, () => {
      const found = Object.fromEntries(Object.entries(HAPPENINGS).map(([name, happening]) => [name, word(state, happening)]));
      expect(found).toEqual(TABLE[state]);
    });
  }

  const happening = fc.constantFrom(...Object.values(HAPPENINGS));
  const after = (history: readonly RunHappening[]): RunState =>
    history.reduce<RunState>((state, each) => {
      const verdict = runVerdict(state, each);
      return verdict.kind === 'moves' ? verdict.to : state;
    }, 'queued');

  it('keeps the first end that comes, whatever else happens and in whatever order, until it is reopened', () => {
    expect(
      fc.check(fc.property(fc.array(happening.filter(({ type }) => type !== 'reopen'), { maxLength: 30 }), (history) => {
        const first = history.findIndex(({ type }) => type === 'ended' || type === 'found');
        if (first < 0) return isGoing(after(history));
        return !isGoing(after(history)) && after(history) === after(history.slice(0, first + 1));
      }),
      { numRuns: 5000 }),
    ).toMatchObject({ failed: false, numRuns: 5000 });
  });

  it('is done if and only if the first end was done: a proof is never lost to a cancel, nor made by one', () => {
    expect(
      fc.check(fc.property(fc.array(happening.filter(({ type }) => type !== 'reopen'), { maxLength: 30 }), (history) => {
        const first = history.find(({ type }) => type === 'ended' || type === 'found');
        return (after(history) === 'done') === (first?.type === 'ended' && first.as === 'done');
      }),
      { numRuns: 5000 }),
    ).toMatchObject({ failed: false, numRuns: 5000 });
  });

  it('is cancelling only after a cancel that no end has followed, and interrupted only through the program', () => {
    expect(
      fc.check(fc.property(fc.array(happening, { maxLength: 30 }), (history) => {
        const state = after(history);
        if (state === 'cancelling') {
          const asked = history.findLastIndex(({ type }) => type === 'cancel');
          return asked >= 0 && history.slice(asked).every(({ type }) => type !== 'ended' && type !== 'found');
        }
        if (state === 'interrupted') return history.some((each) => each.type === 'found' || (each.type === 'ended' && each.byProgram));
        return true;
      }),
      { numRuns: 5000 }),
    ).toMatchObject({ failed: false, numRuns: 5000 });
  });
});
