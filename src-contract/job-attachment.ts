/** What a spec names besides its program: a model, and programs that a network is trained on, by their hashes. */
import type { JobSpec } from './job-spec.ts';

export interface NamedBySpec {
  readonly model: string | null;
  readonly programs: readonly string[];
}

export function namedBySpec(spec: JobSpec): NamedBySpec {
  switch (spec.kind) {
    case 'predict':
      return { model: spec.predict.model, programs: [] };
    case 'train':
      return { model: null, programs: spec.train.programs.kind === 'listed' ? spec.train.programs.hashes : [] };
    case 'descent':
      return { model: spec.descent.start.kind === 'model' ? spec.descent.start.model : null, programs: [] };
    default:
      return { model: null, programs: [] };
  }
}

export function namesNothing({ model, programs }: NamedBySpec): boolean {
  return model === null && programs.length === 0;
}
