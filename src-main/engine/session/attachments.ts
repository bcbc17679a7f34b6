/**
 * What a session holds of what specs name: models, each that of a training's result, and programs, by their hashes. A model is
 * looked for in the trainings that are there, each read once for each time that it ended.
 */
import { namedBySpec } from '../../../src-contract/job-attachment.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { TrainedModel } from '../../../src-contract/network-result.ts';
import type { SpecComplaint } from '../../../src-contract/session-request.ts';
import type { Attachment } from '../../../src-contract/worker-task.ts';
import { encodeModel } from '../../../src-science/network/model-file.ts';
import type { NetworkModel } from '../../../src-science/network/model-file.ts';
import { NO_MODEL } from '../../../src-science/network/predict-settings.ts';
import { EngineError } from '../error-value.ts';
import { modelHash, modelOfTraining, sharedBytes } from '../problems/trained-model.ts';
import type { Kept } from './kept.ts';

export interface Attachments {
  /** @throws EngineError `model-missing` or `program-missing` */
  of(spec: JobSpec): Attachment;
  /** What a spec names and is not there, at its field. */
  complaints(spec: JobSpec): SpecComplaint[];
  /** Of trainings that are there and have ended, the latest first. */
  models(): TrainedModel[];
}

interface Read {
  /** A training that goes on ends once more, with another model. */
  readonly finishedAt: number | null;
  /** null where no epoch was done. */
  readonly model: TrainedModel | null;
}

export function createAttachments({ runs, problems }: Pick<Kept, 'runs' | 'problems'>): Attachments {
  const readBefore = new Map<number, Read>();
  const modelOfRun = (id: number): NetworkModel | null => {
    const { result } = runs.texts(id);
    return result?.kind === 'train' ? modelOfTraining(result) : null;
  };
  const read = (id: number): TrainedModel | null => {
    const model = modelOfRun(id);
    if (model === null) return null;
    const { programs, scheme, seed, epochs } = model.manifest;
    return { hash: modelHash(encodeModel(model)), runId: id, programs, scheme, seed, epochs };
  };
  const models = (): TrainedModel[] => [...runs.rows.values()].toReversed().flatMap(({ id, kind, status, finishedAt }) => {
    if (kind !== 'train' || (status !== 'done' && status !== 'cancelled')) return [];
    let known = readBefore.get(id);
    if (known?.finishedAt !== finishedAt) {
      known = { finishedAt, model: read(id) };
      readBefore.set(id, known);
    }
    return known.model ?? [];
  });
  const runOf = (hash: string): number | undefined => models().find((model) => model.hash === hash)?.runId;
  const bytesOf = (hash: string): Uint8Array | null => {
    const id = runOf(hash);
    const model = id === undefined ? null : modelOfRun(id);
    return model === null ? null : encodeModel(model);
  };
  const idsByHash = (): ReadonlyMap<string, number> => new Map([...problems.rows.values()].map(({ hash, id }) => [hash, id] as const));
  return {
    of(spec) {
      const { model, programs } = namedBySpec(spec);
      const bytes = model === null ? null : bytesOf(model);
      if (model !== null && bytes === null) {
        throw new EngineError('model-missing', modelMissing(model), 'Train it here, or choose one that is.', { field: 'model' });
      }
      const byHash = programs.length === 0 ? null : idsByHash();
      return {
        ...(bytes === null ? {} : { model: sharedBytes(bytes) }),
        ...(byHash === null ? {} : { programs: programs.map((hash) => {
          const id = byHash.get(hash);
          if (id === undefined) {
            throw new EngineError('program-missing', programMissing(hash), 'Open its problem first.', { field: 'programs' });
          }
          return sharedBytes(problems.encoded(id));
        }) }),
      };
    },
    complaints(spec) {
      const { model, programs } = namedBySpec(spec);
      const field = spec.kind === 'descent' ? 'descent.start.model' : `${spec.kind}.model`;
      const byHash = idsByHash();
      const gone = programs.find((hash) => !byHash.has(hash));
      return [
        // That none is chosen yet, the form says itself.
        ...(model === null || model === NO_MODEL || runOf(model) !== undefined ? [] : [
          { field, message: `${modelMissing(model)} Choose one that is.` },
        ]),
        ...(gone === undefined ? [] : [{ field: 'train.programs', message: `${programMissing(gone)} Choose again.` }]),
      ];
    },
    models,
  };
}

function modelMissing(hash: string): string {
  return `The model ${hash.slice(0, 8)} is not in this session.`;
}

function programMissing(hash: string): string {
  return `The program ${hash.slice(0, 8)} that is to be trained on is not in this session.`;
}
