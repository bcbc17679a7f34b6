/** The model that a training came to, with the name of the program that trained it, and a model's name. */
import type { TrainResultValue } from '../../../src-contract/job-event.ts';
import { networkLayout } from '../../../src-science/network/network-shape.ts';
import type { NetworkModel } from '../../../src-science/network/model-file.ts';
import { lazyCrypto } from '../lazy-node.ts';
import { applicationVersion } from '../manifest.ts';
import { NUMERICS } from '../numerics.ts';

/** @returns null where no epoch was done */
export function modelOfTraining({ model }: TrainResultValue): NetworkModel | null {
  if (model === null) return null;
  const manifest = { ...model.manifest, trainedBy: `Leibniz ${applicationVersion()}, numerics ${NUMERICS}` };
  return { manifest, layout: networkLayout(manifest.shape), parameters: Float32Array.from(model.parameters) };
}

/** SHA-256 of its file, hexadecimal: what specs call it by. */
export function modelHash(bytes: Uint8Array): string {
  return lazyCrypto().createHash('sha256').update(bytes).digest('hex');
}

/** Bytes as jobs carry them. */
export function sharedBytes(bytes: Uint8Array): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(shared).set(bytes);
  return shared;
}
