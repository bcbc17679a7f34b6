/** What is wrong with a training's spec beyond what its schema sees, each with its field. */
import { SCHEMES } from '../gradients/scheme.ts';
import { tuningComplaints } from '../gradients/scheme-tuning.ts';
import { PROBLEM_FAMILIES } from '../program/generate.ts';
import type { SettingComplaint } from '../settings/complaints.ts';
import type { TrainSpec } from './training-settings.ts';

/** Of random numbers: epoch · programs + program names a position in the stream. */
const MOST_POSITIONS = 2 ** 32;

export function trainComplaints(spec: TrainSpec): SettingComplaint[] {
  const { programs, mu, scheme, evaluation, samples, tuning, epochs } = spec;
  const complaints: SettingComplaint[] = [];
  const require = (holds: boolean, field: string, message: string): void => {
    if (!holds) complaints.push({ field, message });
  };
  const count = programs.kind === 'generated' ? programs.count : programs.hashes.length;
  require(count >= 2, 'programs', 'A network needs at least two programs: one to train on and one to validate with.');
  require(count * epochs < MOST_POSITIONS, 'epochs', `Programs times epochs must stay below ${MOST_POSITIONS}.`);
  if (programs.kind === 'generated') {
    const family = PROBLEM_FAMILIES.find(({ name }) => name === programs.family);
    require(family !== undefined, 'programs', `There is no family “${programs.family}”.`);
    for (const [name, value] of Object.entries(programs.parameters)) {
      const parameter = family?.parameters.find((each) => each.name === name);
      if (family === undefined) break;
      require(parameter !== undefined, 'programs', `${family.name} has no parameter “${name}”.`);
      if (parameter === undefined) continue;
      const fits = value >= parameter.min && value <= parameter.max && (!parameter.integer || Number.isInteger(value));
      require(fits, 'programs', `${name} must be ${parameter.integer ? 'a whole number' : 'a number'} from ${parameter.min} to ${parameter.max}, not ${value}.`);
    }
  }
  require(mu.min <= mu.max, 'mu.max', 'The largest μ must not be below the smallest.');
  const { leastSamples } = SCHEMES[scheme];
  require(evaluation === 'exact' || samples >= leastSamples, 'samples', `The scheme ${scheme} needs at least ${leastSamples} samples a step.`);
  for (const { field, message } of tuningComplaints(scheme, tuning ?? {})) complaints.push({ field: `tuning.${field}`, message });
  return complaints;
}
