/** The studies of docs/question.md as files: made of the design and of the settings that `question-tune.ts` has chosen. */
import type { Study } from '../src-contract/study.ts';
import { ABLATION_SEEDS, CENTER, changeAt, INTERCHANGE, QUESTION_METHODS, REPORTED } from './question-design.ts';
import type { Change, LatticePoint, QuestionFamily, QuestionMethod } from './question-design.ts';

/** What was chosen, by family and method. */
export type QuestionSettings = Readonly<Record<string, Readonly<Record<string, LatticePoint>>>>;

export const NO_DESCENT = 'no descent, x̂ = ½';
const REFERENCE = 'reference: local search';
/** Nonzeros a search of the reference may touch. */
const REFERENCE_WORK = 3e6;
/** How often in a run x̂ is kept along the way. */
const SNAPSHOTS = 25;

export function methodsOf({ ablation }: QuestionFamily): readonly QuestionMethod[] {
  return QUESTION_METHODS.filter(({ part }) => part === 'main' || ablation);
}

export function settingsOf(settings: QuestionSettings, family: QuestionFamily, method: QuestionMethod): LatticePoint {
  const found = settings[family.name]?.[method.as ?? method.name];
  if (found === undefined) throw new Error(`${family.name}: no settings were chosen for “${method.name}”; run bench/question-tune.ts`);
  return found;
}

function study(family: QuestionFamily, title: string, methods: readonly { name: string; descent: Change }[], seeds: number): Study {
  return {
    version: 1,
    title,
    problems: REPORTED.map((seed) => (
      { generate: { family: family.family, parameters: family.parameters, seed, name: `${family.name} ${String(seed)}` } })),
    methods: methods as Study['methods'],
    seeds: Array.from({ length: seeds }, (_, k) => k + 1),
  };
}

function changes(family: QuestionFamily, settings: QuestionSettings, part: QuestionMethod['part']): { name: string; descent: Change }[] {
  return methodsOf(family).filter((method) => method.part === part)
    .map((method) => ({ name: method.name, descent: changeAt(method, family, settingsOf(settings, family, method)) }));
}

/** The main methods, and what they are held against. */
function mainStudy(family: QuestionFamily, settings: QuestionSettings): Study {
  const still: Change = {
    ...changeAt(QUESTION_METHODS[0]!, family, CENTER), iterations: 1, step: 1e-9, start: { kind: 'uniform', value: 0.5 },
  };
  return study(family, `Why does the interchange direction decode well? ${family.title}`, [
    ...changes(family, settings, 'main'),
    { name: NO_DESCENT, descent: still },
    { name: REFERENCE, descent: { ...still, decoders: ['local-search'], searchWork: REFERENCE_WORK } },
  ], family.seeds);
}

function ablationStudy(family: QuestionFamily, settings: QuestionSettings): Study {
  return study(family, `What of the interchange direction does it? ${family.title}`, changes(family, settings, 'ablation'), ABLATION_SEEDS);
}

/**
 * The main methods with seed 1 and x̂ along the way, all with the settings of the exact interchange but annealing, which
 * has other ones.
 */
function pathStudy(family: QuestionFamily, settings: QuestionSettings): Study {
  const common = settings[family.name]?.[INTERCHANGE] ?? CENTER;
  return study(family, `x̂ along the way: ${family.title}`, methodsOf(family).filter(({ part }) => part === 'main').map((method) => {
    const descent = changeAt(method, family, method.annealed === true ? settingsOf(settings, family, method) : common);
    return { name: method.name, descent: { ...descent, snapshotEvery: Math.max(1, Math.floor((descent.iterations ?? 0) / SNAPSHOTS)) } };
  }), 1);
}

/** The study files of a family, by name. */
export function studiesOf(family: QuestionFamily, settings: QuestionSettings): readonly (readonly [string, Study])[] {
  return [
    [family.name, mainStudy(family, settings)],
    ...(family.ablation ? [[`${family.name}-ablation`, ablationStudy(family, settings)] as const] : []),
    [`${family.name}-path`, pathStudy(family, settings)],
  ];
}
