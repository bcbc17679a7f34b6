/** `--model FILE`: a trained network, read and checked before the work begins. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { decodeModel } from '../../src-science/network/model-file.ts';
import type { NetworkModel } from '../../src-science/network/model-file.ts';
import { fileFailure } from '../engine/error-value.ts';
import { requireRegularFile } from '../engine/files/regular-file.ts';
import { modelHash, sharedBytes } from '../engine/problems/trained-model.ts';

export interface GivenModel {
  readonly hash: string;
  readonly model: NetworkModel;
  readonly bytes: SharedArrayBuffer;
}

/** @throws EngineError where it cannot be read, ProblemError where it is no model */
export async function readModel(path: string): Promise<GivenModel> {
  let bytes: Uint8Array;
  try {
    requireRegularFile(path);
    bytes = await readFile(path);
  } catch (error) {
    throw fileFailure(error, path);
  }
  return { hash: modelHash(bytes), model: decodeModel(bytes, basename(path)), bytes: sharedBytes(bytes) };
}
