/** What is said of a kind before anything of it is loaded is so of its results. */
import { expect, test } from 'vitest';
import { JobResult } from '../../../src-contract/job-event.ts';
import { JOB_KIND_NAMES, JOB_KINDS } from '../../../src-contract/job-kinds.ts';
import { JobSpec } from '../../../src-contract/job-spec.ts';

const fieldsOf = (kind: string): readonly string[] =>
  JobResult.options.filter(({ shape }) => shape.kind.value === kind).flatMap(({ shape }) => Object.keys(shape));

test('every kind can be asked for and has a result', () => {
  expect(JobSpec.options.map(({ shape }) => shape.kind.value)).toEqual(JOB_KIND_NAMES);
  expect(JobResult.options.map(({ shape }) => shape.kind.value).toSorted()).toEqual(JOB_KIND_NAMES.toSorted());
});

test.each(JOB_KIND_NAMES)('%s: solutions and checkpoints are in its results exactly where they are promised', (kind) => {
  expect(fieldsOf(kind).some((field) => field === 'solution' || field === 'solutions')).toBe(JOB_KINDS[kind].solutions);
  expect(fieldsOf(kind).includes('checkpoint')).toBe(JOB_KINDS[kind].resumes);
});

test('no two kinds share a shortcut', () => {
  const shortcuts = JOB_KIND_NAMES.flatMap((kind) => JOB_KINDS[kind].shortcut ?? []);
  expect(new Set(shortcuts).size).toBe(shortcuts.length);
});
