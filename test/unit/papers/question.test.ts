/** The study of docs/question.md: its files are those of its design, and its tables say what the runs were. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INTERCHANGE, LENGTHS, QUESTION_FAMILIES, REPORTED, TRAINING, TRUE } from '../../../bench/question-design.ts';
import type { RunOutcome } from '../../../bench/question-read.ts';
import { familyFigures, familySection } from '../../../bench/question-report.ts';
import { methodsOf, NO_DESCENT, settingsOf, studiesOf } from '../../../bench/question-studies.ts';
import type { QuestionSettings } from '../../../bench/question-studies.ts';
import { projectRoot } from '../../../scripts/set-up/places.mjs';
import { Study } from '../../../src-contract/study.ts';
import { defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { validateDescent } from '../../../src-science/descent/validate-descent.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';

const json = (path: string): unknown => JSON.parse(readFileSync(join(projectRoot, path), 'utf8'));
const settings = json('bench/question-settings.json') as QuestionSettings;

describe.each(QUESTION_FAMILIES)('the study of $name', (family) => {
  it('is what its design and its settings make, can be run, and reports what nothing was chosen on', () => {
    for (const [file, made] of studiesOf(family, settings)) {
      const study = Study.parse(json(`examples/question/${file}.study.json`));
      expect(study).toEqual(made);
      const form = normalForm(generate(family.family, family.parameters, REPORTED[0]!));
      for (const method of study.methods) {
        expect('descent' in method && validateDescent(form, { ...defaultDescentSpec(form), ...(method.descent as object) }), method.name)
          .toEqual([]);
      }
    }
    expect(REPORTED.length).toBeGreaterThanOrEqual(10);
    expect(REPORTED.filter((seed) => TRAINING.includes(seed))).toEqual([]);
  });

  it('has settings that were compared with shorter and longer ones', () => {
    for (const method of methodsOf(family)) {
      const { length } = settingsOf(settings, family, method);
      expect(length > LENGTHS.least && length < LENGTHS.most, `${method.name}: 2^${length}`).toBe(true);
    }
  });
});

describe('the tables', () => {
  const [family] = QUESTION_FAMILIES;
  /** Two instances of covers, seeds 1 and 2: the true gradient finds 100 + instance, the other 110; the best known is 100. */
  const outcomes: RunOutcome[] = [1, 2, 3].flatMap((instance) =>
    methodsOf(family!).flatMap(({ name }) =>
      [1, 2].map((seed): RunOutcome => {
        const value = name === TRUE ? (seed === 1 ? 100 : 125) : name === INTERCHANGE ? 100 : 200;
        return {
          problem: `SC ${instance}`,
          method: name,
          seed,
          decoded: { threshold: seed === 1 ? value : null, 'greedy-repair': value },
          rounded: name === TRUE ? String(seed) : '',
        };
      })
    )
  );
  for (const instance of [1, 2, 3]) outcomes.push({ problem: `SC ${instance}`, method: NO_DESCENT, seed: 1, decoded: {}, rounded: '' });
  const text = familySection(family!, settings, outcomes, []);
  const row = (start: string): string[] => text.split('\n').filter((line) => line.startsWith(`| ${start} |`));

  it('average seeds before they compare instances, and take the best plain decoding', () => {
    const [level, against] = row(INTERCHANGE);
    expect(level).toMatch(/\| 0\.00 ± 0\.00 \|.*\| 50 \| 1\.0 of 2 \|$/u);
    // Mean of 0 and 25/125.
    expect(row(TRUE)[0]).toMatch(/\| 10\.00 ± 0\.00 \|.*\| 50 \| 2\.0 of 2 \|$/u);
    expect(against).toBe(`| ${INTERCHANGE} | −10.00 ± 0.00 | 3 of 3 | 0 | −1.00 | 0.2500 | 1.0000 |`);
    expect(row(TRUE)[1]).toBe(`| ${TRUE} | +10.00 ± 0.00 | 0 of 3 | 3 | +1.00 | 0.2500 | 1.0000 |`);
  });

  it('have figures of the entropy and of the fades', () => {
    const figures = familyFigures(family!, outcomes, []);
    expect(figures.map(([name]) => name)).toEqual(['question-entropy-SC.svg', 'question-fade-SC.svg']);
    expect(figures[1]![1]).toContain('towards the corrected gradient');
  });
});
