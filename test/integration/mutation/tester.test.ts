/** The process that judges mutants: notices what a test notices, forgets it, and survives an endless loop. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Answer, SurveyedTest } from '../../mutation/messages.ts';
import { createTester } from '../../mutation/tester-process.ts';

const root = join(import.meta.dirname, '../../..');
const file = 'src-science/random/threefry.ts';
const text = readFileSync(join(root, file), 'utf8');
const known = 'test/unit/random/threefry.test.ts';
const other = 'test/unit/random/streams.test.ts';
const WAIT = 60_000;

describe('the process that judges mutants', () => {
  const tester = createTester(root);
  afterAll(() => tester.close());
  let tests: readonly SurveyedTest[] = [];
  const trial = (source: string, testFiles: readonly string[], wait = WAIT): Promise<Answer | null> => {
    const selections = testFiles.map((testFile) => ({
      testFile,
      ids: tests.filter((test) => test.testFile === testFile).map(({ id }) => id),
    }));
    return tester.ask({ kind: 'trial', file, source, selections }, wait);
  };
  const wrong = text.replaceAll('+', '-');
  const endless = `${text}\nfor (;;);\n`;

  it('sees which tests reach a source', async () => {
    const survey = await tester.ask({ kind: 'survey', testFiles: [known, other], bases: { [file]: 0 } }, WAIT);
    if (survey?.kind !== 'survey') throw new Error('no survey');
    expect(survey.failed).toEqual([]);
    tests = survey.tests;
    for (const test of tests) expect(test.reached.includes(0)).toBe(test.testFile === known);
    // Marks of the survey are no change of a trial.
    tester.close();
  });

  it('says which test failed, and nothing of it in the next trial, of the same tests or of others', async () => {
    expect(await trial(text, [known, other])).toEqual({ kind: 'trial', killer: null });
    expect(await trial(wrong, [known, other])).toMatchObject({ killer: expect.stringContaining(known) });
    expect(await trial(wrong, [other])).toEqual({ kind: 'trial', killer: null });
    expect(await trial(text, [known, other])).toEqual({ kind: 'trial', killer: null });
    expect(await trial(`throw new Error('x');\n${text}`, [known])).toMatchObject({ killer: expect.stringContaining(known) });
    expect(await trial(text, [other])).toEqual({ kind: 'trial', killer: null });
  });

  it('gives up on a change that never ends and goes on with the next', async () => {
    expect(await trial(endless, [known], 4000)).toBeNull();
    expect(await trial(text, [known])).toEqual({ kind: 'trial', killer: null });
  });
});
