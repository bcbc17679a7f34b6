/** Methods that the form of a study offers, and those that runs have. */
import type { Answer } from '../../src-contract/ipc.ts';
import { withSeed, seedOf } from '../../src-contract/job-body.ts';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import type { StudyMethod } from '../../src-contract/study.ts';
import type { OwnPreset } from '../../src-contract/settings.ts';
import { methodOf } from '../../src-contract/tables/run-facts.ts';
import { EXACT, SOLVER_NAMES, SOLVERS } from '../../src-science/exact/exact-settings.ts';
import { PRESET_METHODS } from '../../src-science/descent/preset-methods.ts';
import { namesOf } from '../../src-science/settings/setting.ts';
import { request } from '../api/request.ts';
import { freeName } from './study-draft.ts';
import type { MethodDraft } from './study-draft.ts';

export interface OfferedMethod {
  readonly group: 'Descents' | 'Exact solvers' | 'Your presets';
  readonly help: string;
  readonly method: StudyMethod;
}

/** @param defaults of one of the study's problems, for the words of the presets; null where there is none yet */
export function offeredMethods(defaults: Answer<'run.defaults'> | null, own: readonly OwnPreset[]): readonly OfferedMethod[] {
  const exact = defaults?.specs.find((spec) => spec.kind === 'exact');
  const presets = namesOf(PRESET_METHODS).flatMap((name): OfferedMethod[] => {
    const known = defaults?.presets.find((preset) => preset.name === name);
    const short = PRESET_METHODS[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return known === undefined ? [] : [{ group: 'Descents', help: `${known.label}. ${known.help}`, method: { name: short, preset: name } }];
  });
  const proposed: OfferedMethod = {
    group: 'Descents', help: 'On each problem what is proposed for its class.', method: { name: 'Proposed', preset: 'proposed' },
  };
  const solvers = exact?.kind !== 'exact' ? [] : SOLVER_NAMES.map((solver): OfferedMethod => ({
    group: 'Exact solvers', help: SOLVERS[solver].help,
    method: { name: SOLVERS[solver].label, spec: { ...exact, exact: { ...exact.exact, solver } } },
  }));
  return [
    proposed, ...presets, ...solvers,
    ...own.map(({ name, spec }): OfferedMethod => ({ group: 'Your presets', help: 'Settings that you saved.', method: { name, spec } })),
  ];
}

/** The methods of some runs, each once: with their settings as they were, and the name that they had. */
export async function methodsOfRuns(runs: readonly RunSummary[]): Promise<readonly MethodDraft[]> {
  const first = new Map<string, RunSummary>();
  for (const run of runs) if (!first.has(run.configuration.key)) first.set(run.configuration.key, run);
  const methods: MethodDraft[] = [];
  for (const run of first.values()) {
    const { spec } = await request({ type: 'run.detail', id: run.id });
    methods.push(methodDraft({ name: methodOf(run).slice(0, 150), spec: withoutSeed(spec) }, methods));
  }
  return methods;
}

/** The seeds of a study stand in its place. */
function withoutSeed(spec: JobSpec): JobSpec {
  return seedOf(spec) === null ? spec : withSeed(spec, 0);
}

let made = 0;
export function methodDraft(method: StudyMethod, others: readonly MethodDraft[]): MethodDraft {
  return { key: `method ${++made}`, name: freeName(method.name, others), method, varied: [] };
}

/** What a row of the form is, in a few words. */
export function methodWords(method: StudyMethod): string {
  if ('spec' in method) return method.spec.kind === 'exact' ? `exact, ${timeLimitOf(method.spec)}` : `${method.spec.kind}, all settings given`;
  if ('preset' in method) return method.preset === 'proposed' ? 'the preset proposed for each problem' : `preset ${method.preset}`;
  return `descent along ${method.descent.scheme}`;
}

function timeLimitOf(spec: Extract<JobSpec, { kind: 'exact' }>): string {
  const { timeLimitSeconds } = spec.exact;
  return timeLimitSeconds === null || timeLimitSeconds === undefined
    ? `without a ${EXACT.settings.timeLimitSeconds.label.toLowerCase()}`
    : `at most ${timeLimitSeconds} s`;
}
