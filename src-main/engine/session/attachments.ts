/**
 * What a session holds of what specs name: models, each that of a training's result, and programs, by their hashes. A model is
 * looked for in the trainings that are there, each read once.
 */
import { namedBySpec } from '../../../src-contract/job-attachment.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { Attachment } from '../../../src-contract/worker-task.ts';
import { encodeModel } from '../../../src-science/network/model-file.ts';
import { EngineError } from '../error-value.ts';
import { modelHash, modelOfTraining, sharedBytes } from '../problems/trained-model.ts';
import type { Kept } from './kept.ts';

export interface Attachments {
  /** @throws EngineError `model-missing` or `program-missing` */
  of(spec: JobSpec): Attachment;
}

export function createAttachments({ runs, problems }: Pick<Kept, 'runs' | 'problems'>): Attachments {
  /** By run, of those that are done: they do not change. */
  const hashes = new Map<number, string>();
  const modelOfRun = (id: number): Uint8Array | null => {
    const { result } = runs.texts(id);
    const model = result?.kind === 'train' ? modelOfTraining(result) : null;
    return model === null ? null : encodeModel(model);
  };
  const find = (wanted: string): Uint8Array | null => {
    for (const { id, kind, status } of runs.rows.values()) {
      if (kind !== 'train' || (status !== 'done' && status !== 'cancelled')) continue;
      const known = hashes.get(id);
      if (known !== undefined && known !== wanted) continue;
      const bytes = modelOfRun(id);
      if (bytes === null) continue;
      const hash = modelHash(bytes);
      hashes.set(id, hash);
      if (hash === wanted) return bytes;
    }
    return null;
  };
  return {
    of(spec) {
      const { model, programs } = namedBySpec(spec);
      const bytes = model === null ? null : find(model);
      if (model !== null && bytes === null) {
        throw new EngineError(
          'model-missing', `The model ${model.slice(0, 8)} is not in this session.`, 'Train it here, or choose one that is.',
          { field: 'model' },
        );
      }
      const byHash = new Map(programs.length === 0 ? [] : [...problems.rows.values()].map(({ hash, id }) => [hash, id] as const));
      return {
        ...(bytes === null ? {} : { model: sharedBytes(bytes) }),
        ...(programs.length === 0 ? {} : { programs: programs.map((hash) => {
          const id = byHash.get(hash);
          if (id === undefined) {
            throw new EngineError(
              'program-missing', `The program ${hash.slice(0, 8)} that is to be trained on is not in this session.`,
              'Open its problem first.', { field: 'programs' },
            );
          }
          return sharedBytes(problems.encoded(id));
        }) }),
      };
    },
  };
}
