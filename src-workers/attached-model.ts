/** The model that a job was given, read and checked. */
import { decodeModel } from '../src-science/network/model-file.ts';
import type { NetworkModel } from '../src-science/network/model-file.ts';
import type { Attachment } from '../src-contract/worker-task.ts';
import { JobError } from './job-error.ts';

/** @throws JobError where there is none, ProblemError where it is damaged */
export function attachedModel({ model }: Attachment, hash: string): NetworkModel {
  if (model === undefined) {
    throw new JobError('model-missing', `The model ${hash.slice(0, 8)} is not in this session.`, 'Import its file, or train it.', 'model');
  }
  // A copy: what is decoded must not lie in shared memory.
  return decodeModel(new Uint8Array(model).slice(), `model ${hash.slice(0, 8)}`);
}
