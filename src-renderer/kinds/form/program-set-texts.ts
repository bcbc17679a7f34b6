/**
 * What a network is trained on, as texts of the form and back. Generated programs have a family, a field for each of its
 * parameters (`PATH.FAMILY.PARAMETER`, so that each family keeps its own; empty: left out, which is its default), a count and
 * a first seed; those of the session are the hashes of the problems that are checked.
 */
import { PROBLEM_FAMILIES } from '../../../src-science/program/generate.ts';
import type { ProblemFamily } from '../../../src-science/program/generate.ts';
import type { TrainingInstances } from '../../../src-science/settings/setting.ts';
import { parameterComplaint } from '../../form/parameter-complaint.ts';
import type { DraftReader, Texts } from './form-draft.ts';

export function familyNamed(name: string): ProblemFamily | undefined {
  return PROBLEM_FAMILIES.find((family) => family.name === name);
}

/** Of every family. */
export function firstProgramSet(path: string): Texts {
  const parameters = PROBLEM_FAMILIES.flatMap(
    (family) => family.parameters.map((parameter) => [`${path}.${family.name}.${parameter.name}`, String(parameter.default)]),
  );
  return {
    [`${path}.source`]: 'generated', [`${path}.family`]: PROBLEM_FAMILIES[0]?.name ?? '', [`${path}.count`]: '20', [`${path}.seed`]: '1',
    [`${path}.listed`]: '', ...Object.fromEntries(parameters) as Texts,
  };
}

export function textsOfProgramSet(programs: TrainingInstances, path: string): Texts {
  if (programs.kind === 'listed') return { [`${path}.source`]: 'listed', [`${path}.listed`]: programs.hashes.join(',') };
  const { family, parameters, count, seed } = programs;
  // What is left out does not keep what another spec said.
  const said = (familyNamed(family)?.parameters ?? []).map(
    ({ name }) => [`${path}.${family}.${name}`, String(parameters[name] ?? '')],
  );
  return {
    [`${path}.source`]: 'generated', [`${path}.family`]: family, [`${path}.count`]: String(count), [`${path}.seed`]: String(seed),
    ...Object.fromEntries(said) as Texts,
  };
}

/** What the fields say, with complaints at each of them. */
export function programSetOf(path: string, { text, number, complain }: DraftReader): TrainingInstances {
  if (text(`${path}.source`) === 'listed') {
    const hashes = text(`${path}.listed`).split(',').filter((hash) => hash !== '');
    if (hashes.length < 2) complain(`${path}.listed`, 'Choose at least two problems: one to train on and one to validate with');
    return { kind: 'listed', hashes };
  }
  const family = text(`${path}.family`);
  const parameters = (familyNamed(family)?.parameters ?? []).flatMap((parameter) => {
    const at = `${path}.${family}.${parameter.name}`;
    if (text(at).trim() === '') return [];
    const complaint = parameterComplaint(parameter, text(at));
    if (complaint !== null) complain(at, complaint);
    return [[parameter.name, complaint === null ? number(at) : parameter.default] as const];
  });
  const [count, seed] = [number(`${path}.count`), number(`${path}.seed`)];
  return { kind: 'generated', family, parameters: Object.fromEntries(parameters), count, seed };
}
