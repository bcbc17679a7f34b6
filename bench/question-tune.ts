/**
 * Chooses the settings of every tuned method of `question-design.ts` on the training instances, all by the same rule: from
 * the lattice's center to the best of the six neighbors until none is better, so that every choice has been compared
 * with its neighbors on both sides in step, first μ and length. What is compared is the mean, over the instances, of the best
 * plain decoding's objective, seed 1; an end that no decoder makes feasible counts as nothing found.
 * `node bench/question-tune.ts FILE`: FILE keeps every setting tried, a line each, and what is there is not tried again.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { descend } from '../src-science/descent/descend.ts';
import { defaultDescentSpec } from '../src-science/descent/presets.ts';
import { generate } from '../src-science/program/generate.ts';
import { normalForm } from '../src-science/program/normal-form.ts';
import type { NormalForm } from '../src-science/program/normal-form.ts';
import { compiledKernels } from '../src-workers/compiled-kernels.ts';
import { clock } from './by-highs.ts';
import { ANNEALED_CENTER, CENTER, changeAt, LENGTHS, QUESTION_FAMILIES, QUESTION_METHODS, TRAINING } from './question-design.ts';
import type { LatticePoint, QuestionFamily, QuestionMethod } from './question-design.ts';

const [file = 'question-tuning.jsonl'] = process.argv.slice(2);
const compiled = compiledKernels();

interface Tried {
  readonly family: string;
  readonly method: string;
  readonly at: LatticePoint;
  /** By training instance, in the user's sense; null where nothing feasible was found. */
  readonly objectives: readonly (number | null)[];
  readonly seconds: number;
}

const tried: Tried[] = existsSync(file)
  ? readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Tried)
  : [];
const same = (a: LatticePoint, b: LatticePoint): boolean => a.step === b.step && a.mu === b.mu && a.length === b.length;

function measured(family: QuestionFamily, method: QuestionMethod, at: LatticePoint, forms: readonly NormalForm[]): Tried {
  const before = tried.find((each) => each.family === family.name && each.method === method.name && same(each.at, at));
  if (before !== undefined) return before;
  const began = clock();
  const objectives = forms.map((form) => {
    const { decoded } = descend(form, { ...defaultDescentSpec(form), ...changeAt(method, family, at), seed: 1 }, { now: clock, compiled });
    const found = decoded.filter(({ feasible }) => feasible).map(({ objective }) => objective);
    return found.length === 0 ? null : family.sense === 'min' ? Math.min(...found) : Math.max(...found);
  });
  const outcome: Tried = { family: family.name, method: method.name, at, objectives, seconds: clock() - began };
  tried.push(outcome);
  appendFileSync(file, `${JSON.stringify(outcome)}\n`);
  return outcome;
}

/** Smaller is better. */
function figure(family: QuestionFamily, { objectives }: Tried): number {
  const values = objectives.map((value) => (value === null ? (family.sense === 'min' ? Infinity : 0) : value));
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return family.sense === 'min' ? mean : -mean;
}

const neighbors = (at: LatticePoint): LatticePoint[] =>
  (['step', 'mu', 'length'] as const).flatMap((axis) => [-1, 1].map((by) => ({ ...at, [axis]: at[axis] + by })))
    .filter(({ length }) => length >= LENGTHS.least && length <= LENGTHS.most);

const chosen: Record<string, Record<string, LatticePoint>> = {};
const forms = QUESTION_FAMILIES.map((family) => TRAINING.map((seed) => normalForm(generate(family.family, family.parameters, seed))));
for (const method of QUESTION_METHODS) {
  if (method.as !== undefined) continue;
  for (const [n, family] of QUESTION_FAMILIES.entries()) {
    if (method.part === 'ablation' && !family.ablation) continue;
    let best = measured(family, method, method.annealed === true ? ANNEALED_CENTER : CENTER, forms[n] ?? []);
    for (;;) {
      const around = neighbors(best.at).map((at) => measured(family, method, at, forms[n] ?? []));
      const better = around.reduce((one, other) => (figure(family, other) < figure(family, one) ? other : one), best);
      if (better === best) break;
      best = better;
    }
    const settingsTried = tried.filter((each) => each.family === family.name && each.method === method.name).length;
    (chosen[family.name] ??= {})[method.name] = best.at;
    const all = tried.reduce((sum, { seconds }) => sum + seconds, 0);
    process.stderr.write(
      `${family.name} ${method.name}: ${JSON.stringify(best.at)} ${figure(family, best).toFixed(2)} ` +
        `after ${String(settingsTried)}, ${all.toFixed(0)} s in all\n`,
    );
    writeFileSync(fileURLToPath(new URL('./question-settings.json', import.meta.url)), `${JSON.stringify(chosen, null, 2)}\n`);
  }
}
