/** What outlives a form: settings that were changed, kept for the next time and carried to another problem. */
import { describe, expect, it } from 'vitest';
import type { JobSpec } from '../../../../src-contract/job-spec.ts';
import { carriedTo, changedTexts, withRemembered } from '../../../../src-renderer/new-run/draft-memory.ts';
import type { Draft } from '../../../../src-renderer/kinds/form/form-draft.ts';
import { BASE_TEXTS, draftOf } from '../../../../src-renderer/new-run/draft.ts';
import type { DraftContext } from '../../../../src-renderer/new-run/draft.ts';
import { strangerWords } from '../../../../src-renderer/new-run/use-form.ts';
import { aRun } from '../a-run.ts';
import { specOf } from './spec-of.ts';

const defaultsOf = (mu: string): Draft => ({ texts: { ...BASE_TEXTS, 'descent.mu.kind': 'ramp', 'descent.mu.to': mu }, kept: {} });
const with_ = (draft: Draft, texts: Readonly<Record<string, string>>): Draft => ({ ...draft, texts: { ...draft.texts, ...texts } });

describe('what is kept of a form', () => {
  const base = defaultsOf('10').texts;
  it.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ['nothing that stands at its default', {}, {}],
    ['what was changed', { 'descent.step': '0.5', 'descent.seed': '7' }, { 'descent.step': '0.5', 'descent.seed': '7' }],
    ['nothing of another kind', { 'exact.solver': 'glpk' }, {}],
    ['no run of this session', { 'descent.start.source': 'run', 'descent.start.run': '3', 'descent.start.at': '50' }, {}],
    ['no vector that came with a run', { 'descent.start.source': 'kept' }, {}],
    ['a vector that was typed', { 'descent.start.source': 'typed', 'descent.start.typed': '0, 1' }, {
      'descent.start.source': 'typed',
      'descent.start.typed': '0, 1',
    }],
    ['no text as long as a book', { 'descent.start.typed': '0,'.repeat(4000) }, {}],
    ['what is wrong, as it was typed', { 'descent.step': 'o.5' }, { 'descent.step': 'o.5' }],
  ])('%s', (_what, changes, kept) => {
    expect(changedTexts('descent', { ...base, ...changes }, base)).toEqual(kept);
  });

  it('comes back on top of the defaults of whatever problem the form is opened on', () => {
    const draft = withRemembered(defaultsOf('99'), {
      descent: { preset: null, seeds: '5', texts: { 'descent.step': '0.5', 'field.of.another.version': '1' } },
      exact: { preset: null, seeds: '1', texts: { 'exact.solver': 'glpk' } },
    });
    expect([draft.texts['descent.step'], draft.texts['descent.mu.to'], draft.texts['exact.solver'],
      draft.texts['field.of.another.version']]).toEqual(['0.5', '99', 'glpk', undefined]);
  });
});

describe('a form on another problem', () => {
  it('keeps what was set, of every kind, and takes the problem’s own values where the old one’s stood', () => {
    const mine = with_(defaultsOf('10'), { 'descent.step': '0.5', 'exact.solver': 'glpk' });
    const { draft, followed } = carriedTo('descent', mine, defaultsOf('10'), defaultsOf('99'));
    expect([draft.texts['descent.step'], draft.texts['exact.solver'], draft.texts['descent.mu.to']]).toEqual(['0.5', 'glpk', '99']);
    expect(followed).toEqual(['descent.mu.to']);
  });
  it('keeps a weight that was typed', () => {
    const { draft, followed } = carriedTo(
      'descent',
      with_(defaultsOf('10'), { 'descent.mu.to': '12' }),
      defaultsOf('10'),
      defaultsOf('99'),
    );
    expect(draft.texts['descent.mu.to']).toBe('12');
    expect(followed).toEqual([]);
  });
  it('keeps everything of a run that is edited', () => {
    expect(carriedTo('descent', defaultsOf('10'), null, defaultsOf('99'))).toEqual({ draft: defaultsOf('10'), followed: [] });
  });
});

describe('what no longer fits', () => {
  const context = (more: Partial<DraftContext> = {}): DraftContext => ({
    variables: 4, fromRun: {}, typedFor: { variableNames: ['a', 'b', 'c', 'd'], fixed: new Int8Array(4).fill(-1) }, ...more,
  });
  const complaintsOf = (kind: JobSpec['kind'], texts: Readonly<Record<string, string>>, more?: Partial<DraftContext>) =>
    specOf(kind, with_({ texts: BASE_TEXTS, kept: {} }, texts), context(more)).complaints.map(({ field }) => field);

  it.each<[string, JobSpec['kind'], Readonly<Record<string, string>>, Partial<DraftContext>, string[]]>([
    ['a start of another length', 'descent', { 'descent.start.source': 'typed', 'descent.start.typed': '0, 1' }, {}, [
      'descent.start.typed',
    ]],
    ['a start that came from a run of another problem, though its length fits', 'descent', {
      'descent.start.source': 'run',
      'descent.start.run': '3',
    }, { fromRun: { 'descent.start': [0, 1, 0, 1] }, strangers: { 'descent.start': 'no' } }, ['descent.start.run']],
    ['a solution of a run of another problem', 'exact', { 'exact.start.source': 'run', 'exact.start.run': '3' }, {
      fromRun: { 'exact.start': [0, 1, 0, 1] },
      strangers: { 'exact.start': 'no' },
    }, ['exact.start.run']],
    ['the path of a run of another problem', 'quality', {
      'quality.shape': 'path',
      'quality.points.source': 'run',
      'quality.points.run': '3',
    }, { strangers: { 'quality.points': 'no' } }, ['quality.points.run']],
    ['nothing of a run of this problem', 'decode', { 'decode.xHat.source': 'run', 'decode.xHat.run': '3' }, {
      fromRun: { 'decode.xHat': [0, 1, 0, 1] },
    }, []],
  ])('%s', (_what, kind, texts, more, fields) => {
    expect(complaintsOf(kind, texts, more)).toEqual(fields);
  });

  it('keeps nothing else from being judged: a vector stands in for one that does not fit', () => {
    const draft = with_({ texts: BASE_TEXTS, kept: {} }, {
      'exact.solver': 'enumerate',
      'exact.start.source': 'run',
      'exact.start.run': '3',
    });
    const judged = specOf('exact', draft, context({ strangers: { 'exact.start': 'no' }, standIn: true }));
    expect(judged.spec).toMatchObject({ exact: { solver: 'enumerate', start: [0, 0, 0, 0] } });
    expect(specOf('decode', with_(draft, { 'decode.xHat.source': 'typed', 'decode.xHat.typed': '1, 0' }), context({ standIn: true })).spec)
      .toMatchObject({ decode: { xHat: [0.5, 0.5, 0.5, 0.5] } });
  });

  it('is a run of another problem, or one that is gone', () => {
    const runs = [aRun({ id: 3, problemId: 1 }), aRun({ id: 4, problemId: 2, problemName: 'stein27' })];
    const problem = { id: 1, name: 'p0033' };
    expect(['', '3', '4', '9'].map((text) => strangerWords(runs, problem, text))).toEqual([null, null,
      'Run 4 is one of stein27: choose a run of p0033', 'Run 9 is not in this session any more: choose another']);
  });
});

describe('where a vector comes from', () => {
  const xHat = [0.25, 0.5, 0.75, 1];
  const origin = { runId: 3, iteration: 120 };
  it.each<[JobSpec['kind'], string, Partial<DraftContext>]>([
    ['decode', 'decode.xHat', {}],
    ['estimate', 'estimate.xHat', {}],
    ['quality', 'quality.xHat', {}],
    ['descent', 'descent.start', {}],
    ['exact', 'exact.start', { fromRun: { 'exact.start': [0, 1, 1, 0] } }],
  ])('is in the spec of the kind %s where it was taken from a run', (kind, path, more) => {
    const context: DraftContext = { variables: 4, fromRun: { [path]: xHat }, origins: { [path]: origin }, ...more };
    const draft = with_({ texts: BASE_TEXTS, kept: {} }, { [`${path}.source`]: 'run', [`${path}.run`]: '3' });
    const { spec } = specOf(kind, draft, context);
    expect(spec?.origin).toEqual(origin);
    // A run made from that run is still known to come from there, until another vector is chosen.
    if (spec === null) throw new Error('there is a spec');
    expect(specOf(kind, draftOf([spec]), { variables: 4, fromRun: {} }).spec).toEqual(spec);
    expect(specOf(kind, with_(draftOf([spec]), { [`${path}.source`]: kind === 'exact' ? 'none' : 'typed', [`${path}.typed`]: '0, 0, 0, 0' }), { variables: 4, fromRun: {} }).spec?.origin).toBeUndefined();
  });
  it('is nowhere where it was typed', () => {
    const draft = with_({ texts: BASE_TEXTS, kept: {} }, {
      'decode.xHat.source': 'typed',
      'decode.xHat.typed': '0, 0, 0, 0',
      'decode.xHat.run': '3',
    });
    expect(specOf('decode', draft, { variables: 4, fromRun: {}, origins: { 'decode.xHat': origin } }).spec).not.toHaveProperty('origin');
  });
});
