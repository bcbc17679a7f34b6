/**
 * A study as a file: problems × methods × seeds. A method is a full job spec, a descent of which only
 * what differs from the defaults for the problem is written, or a preset and what differs from it. Runs that
 * have no seed (exact solves) are made once a problem. Unknown keys are refused, so that a misspelled option is not silently a default.
 */
import { DescentSpecSchema, JobSpec, Scheme, Seed } from './job-spec.ts';
import { z } from './zod.ts';
import { PRESET_METHODS } from '../src-science/descent/preset-methods.ts';
import { namesOf } from '../src-science/settings/setting.ts';
import { GivenName } from './one-line.ts';

/** On one line in everything that is made of it. */
export const StudyName = z.string().min(1).pipe(GivenName);
const Name = StudyName;

/** The optimum of the problem, where it is known, in its own sense. */
const optimum = z.number().optional();

export const StudyProblem = z.union([
  /** A problem file; a relative path starts at the study file's folder. */
  z.strictObject({ file: z.string().min(1), optimum }),
  /** One of the examples that ship with Leibniz. */
  z.strictObject({ example: Name, optimum }),
  z.strictObject({
    generate: z.strictObject({ family: Name, parameters: z.record(z.string(), z.number()), seed: Seed, name: Name }), optimum,
  }),
], { error: 'a problem is a “file”, an “example”, or one to “generate”, with nothing else beside it but its “optimum”' });
export type StudyProblem = z.infer<typeof StudyProblem>;

const SchemeOfMethod = z.enum(Scheme.options, {
  error: `a descent needs a scheme (${Scheme.options.join(', ')}), or its method a preset`,
});
/** `proposed`: what is proposed for the class of each problem. */
const PRESETS = ['proposed', ...namesOf(PRESET_METHODS)] as const;

export const StudyMethod = z.union([
  z.strictObject({ name: Name, spec: JobSpec }),
  z.strictObject({ name: Name, descent: z.strictObject({ ...DescentSpecSchema.partial().shape, scheme: SchemeOfMethod }) }),
  z.strictObject({ name: Name, preset: z.enum(PRESETS), descent: DescentSpecSchema.partial().strict().optional() }),
], { error: ({ input }) => (typeof input === 'object' && input !== null && 'preset' in input
  ? `a method’s preset is one of ${PRESETS.join(', ')}; beside its name only “descent” may stand, with what it changes`
  : 'a method is a name with a full job spec (“spec”), a descent with its scheme (“descent”), or a preset (“preset”)') });
export type StudyMethod = z.infer<typeof StudyMethod>;

/** A run of a study is told by its problem, method and seed. */
export const ONE_OF_EACH_METHOD = [
  ({ methods }: { readonly methods: readonly { readonly name: string }[] }): boolean =>
    new Set(methods.map(({ name }) => name)).size === methods.length,
  { error: 'two methods have the same name', path: ['methods'] },
] satisfies [unknown, unknown];
export const ONE_OF_EACH_SEED = [
  ({ seeds }: { readonly seeds: readonly number[] }): boolean => new Set(seeds).size === seeds.length,
  { error: 'a seed is named twice', path: ['seeds'] },
] satisfies [unknown, unknown];

export const Study = z
  .strictObject({
    version: z.literal(1),
    title: Name,
    problems: z.array(StudyProblem).min(1).max(1000),
    methods: z.array(StudyMethod).min(1).max(1000),
    seeds: z.array(Seed).min(1).max(10_000),
  })
  .refine(...ONE_OF_EACH_METHOD)
  .refine(...ONE_OF_EACH_SEED);
export type Study = z.infer<typeof Study>;
