/** The fields of networks in the new-run form: programs to train on and models, from spec to texts and back. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JobSpec } from '../../../../src-contract/job-spec.ts';
import { changedTexts } from '../../../../src-renderer/new-run/draft-memory.ts';
import { BASE_TEXTS, draftOf } from '../../../../src-renderer/new-run/draft.ts';
import { NO_MODEL } from '../../../../src-science/network/predict-settings.ts';
import { defaultTraining } from '../../../../src-science/network/training-presets.ts';
import { aDescent } from '../../../a-descent.ts';
import { specOf } from './spec-of.ts';

const CONTEXT = { variables: 5, fromRun: {} };
const outcome = (specs: readonly JobSpec[], changes: Readonly<Record<string, string>> = {}, context: object = {}) => {
  const draft = draftOf(specs);
  return specOf(specs.at(-1)!.kind, { ...draft, texts: { ...draft.texts, ...changes } }, { ...CONTEXT, ...context });
};
const training = (change: object = {}): JobSpec => ({ version: 1, kind: 'train', train: { ...defaultTraining(), ...change } });
const prediction = (model: string): JobSpec => ({
  version: 1, kind: 'predict', predict: { model, decoders: ['threshold'], samples: 7, seed: 3 },
});
const startingAt = (model: string): JobSpec => ({ version: 1, kind: 'descent', descent: aDescent({ start: { kind: 'model', model } }) });

const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 64, maxLength: 64 });
const generated = fc.record({
  kind: fc.constant('generated' as const), family: fc.constant('set-cover'), count: fc.integer({ min: 2, max: 99 }),
  seed: fc.integer({ min: 0, max: 1e9 }),
  parameters: fc.record({ rows: fc.integer({ min: 10, max: 100 }), columns: fc.constant(77), density: fc.constant(0.25) }),
});
const listed = fc.record({ kind: fc.constant('listed' as const), hashes: fc.uniqueArray(hash, { minLength: 2, maxLength: 4 }) });

it('programs and models come out of the form as they went in, whatever was there before', () => {
  const anySpec = fc.oneof(
    fc.oneof(generated, listed).map((programs) => training({ programs })), hash.map(prediction), hash.map(startingAt),
  );
  fc.assert(fc.property(anySpec, anySpec, (before, spec) => {
    expect(outcome([before, spec])).toEqual({ spec: JobSpec.parse(spec), complaints: [] });
  }), { numRuns: 100 });
});

it.each<[string, JobSpec, Record<string, string>, string, RegExp]>([
  ['no model chosen', prediction(NO_MODEL), {}, 'predict.model', /Choose a training/],
  ['no model to start from', startingAt(NO_MODEL), {}, 'descent.start.model', /Choose a training/],
  ['a parameter out of its range', training(), { 'train.programs.set-cover.density': '2' }, 'train.programs.set-cover.density', /to 1/],
  ['a word for a seed', training(), { 'train.programs.seed': 'x' }, 'train.programs.seed', /not a number/],
  ['one program', training(), { 'train.programs.count': '1' }, 'train.programs.count', /At least 2/],
  ['one problem', training(), { 'train.programs.source': 'listed', 'train.programs.listed': 'ab' }, 'train.programs.listed',
    /at least two/],
])('%s is said at its field', (_what, spec, changes, field, words) => {
  const { spec: made, complaints } = outcome([spec], changes);
  expect(made).toBeNull();
  expect(complaints.find((complaint) => complaint.field === field)?.message).toMatch(words);
});

it('without a model the rest of a prediction is judged', () => {
  expect(outcome([prediction(NO_MODEL)], {}, { standIn: true })).toEqual({ spec: prediction(NO_MODEL), complaints: [] });
});

it('models and problems of a session are not remembered for the next', () => {
  const kept = (spec: JobSpec) => Object.keys(changedTexts(spec.kind, draftOf([spec]).texts, BASE_TEXTS));
  expect(kept(prediction('a'.repeat(64))).filter((path) => path.includes('model'))).toEqual([]);
  expect(kept(startingAt('a'.repeat(64))).filter((path) => path.startsWith('descent.start'))).toEqual([]);
  const programs = { kind: 'listed', hashes: ['a'.repeat(64), 'b'.repeat(64)] };
  expect(kept(training({ programs })).filter((path) => path.startsWith('train.programs'))).toEqual([]);
});
