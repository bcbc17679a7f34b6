/**
 * A model as a file: `.safetensors`, an 8-byte length, a JSON header and the parameters in single precision, under the names and
 * in the shapes of the published PyTorch module (weights output by output). Its `__metadata__`, texts all, is the manifest.
 * Reading trusts nothing. Equal models give equal bytes, so that the hash of the file names the model.
 */
import { utf8Of } from '../program/formats/name-escape.ts';
import { decodeUtf8 } from '../program/formats/utf8.ts';
import { PROGRAM_CLASSES } from '../program/program-class.ts';
import type { ProgramClass } from '../program/program-class.ts';
import { ProblemError } from '../program/problem-error.ts';
import { networkLayout } from './network-shape.ts';
import type { NetworkLayout, NetworkShape } from './network-shape.ts';

/** The features a model was trained on; a model of others is refused. */
const FEATURE_SET = 'diffilo-5-3';
const FORMAT = 'leibniz-network-1';
const LONGEST_HEADER = 1_000_000;

/** Who trained it, on what, how. */
export interface ModelManifest {
  readonly shape: NetworkShape;
  /** Kind of the programs it was trained on. */
  readonly programClass: ProgramClass;
  /** In words. */
  readonly programs: string;
  readonly scheme: string;
  readonly loss: string;
  readonly seed: number;
  readonly epochs: number;
  /** Epoch whose parameters these are; validation programs with a feasible vector after it, and their mean objective, minimizing. */
  readonly bestEpoch: number | null;
  readonly validationFeasible: number | null;
  readonly validationObjective: number | null;
  /** The spec of the training, as JSON. */
  readonly spec: string;
  /** The program and its numerics that trained it. */
  readonly trainedBy: string;
}

export interface NetworkModel {
  readonly manifest: ModelManifest;
  readonly layout: NetworkLayout;
  /** Length `layout.count`. */
  readonly parameters: Float32Array;
}

/** Cost: O(parameters). */
export function encodeModel({ manifest, layout, parameters }: NetworkModel): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: { format: FORMAT, features: FEATURE_SET, manifest: JSON.stringify(manifest) } };
  for (const { name, shape, at } of layout.tensors) {
    const length = shape[0] * (shape[1] ?? 1);
    header[name] = { dtype: 'F32', shape: shape.toReversed(), data_offsets: [4 * at, 4 * (at + length)] };
  }
  // Blanks at the end, so that the parameters begin at a multiple of eight bytes.
  const text = JSON.stringify(header);
  const encoded = utf8Of(text.padEnd(text.length + ((8 - (utf8Of(text).length % 8)) % 8), ' '));
  const bytes = new Uint8Array(8 + encoded.length + 4 * layout.count);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(encoded.length), true);
  bytes.set(encoded, 8);
  forEachEntry(layout, (from, to) => view.setFloat32(8 + encoded.length + 4 * to, parameters[from]!, true));
  return bytes;
}

/** @param visit place here, input by input, and in the file, output by output */
function forEachEntry({ tensors }: NetworkLayout, visit: (here: number, there: number) => void): void {
  for (const { shape: [inputs, outputs = 1], at } of tensors) {
    for (let k = 0; k < inputs; k++) for (let o = 0; o < outputs; o++) visit(at + k * outputs + o, at + o * inputs + k);
  }
}

/** @throws ProblemError in a sentence: not such a file, cut off, of other features, a parameter that is missing or no number */
export function decodeModel(bytes: Uint8Array, file: string): NetworkModel {
  const refuse = (what: string): ProblemError => new ProblemError(
    'model-invalid', `this is no model that can be used: ${what}`, 'Choose a model that Leibniz has trained and exported.', { file },
  );
  if (bytes.length < 8) {
    throw refuse(`it has ${bytes.length} bytes, and a .safetensors file begins with 8 that say how long its header is.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > LONGEST_HEADER) throw refuse('it does not begin as a .safetensors file.');
  if (8 + length > bytes.length) throw refuse('it is cut off in its header.');
  const header = objectOf(parsed(decodeUtf8(bytes, 8, 8 + length) ?? ''));
  if (header === null) throw refuse('its header is no JSON object.');
  const metadata = objectOf(header.__metadata__);
  if (metadata?.format !== FORMAT) throw refuse('its header does not say that Leibniz wrote it.');
  if (metadata.features !== FEATURE_SET) {
    throw refuse(`it was trained on the features ${shown(metadata.features)}, and these are ${FEATURE_SET}.`);
  }
  const manifest = manifestOf(typeof metadata.manifest === 'string' ? parsed(metadata.manifest) : null);
  if (manifest === null) throw refuse('its manifest is damaged.');
  const layout = networkLayout(manifest.shape);
  for (const { name, shape, at } of layout.tensors) {
    const said = objectOf(header[name]);
    const end = at + shape[0] * (shape[1] ?? 1);
    if (said === null) throw refuse(`the parameter ${name} is missing.`);
    const form = JSON.stringify([said.dtype, said.shape, said.data_offsets]);
    if (form !== JSON.stringify(['F32', shape.toReversed(), [4 * at, 4 * end]])) {
      throw refuse(`the parameter ${name} has another form than its network's.`);
    }
  }
  const wanted = 8 + length + 4 * layout.count;
  if (bytes.length < wanted) throw refuse(`it is cut off: ${bytes.length} of ${wanted} bytes are there.`);
  if (bytes.length > wanted) throw refuse(`it has ${bytes.length - wanted} bytes too many.`);
  const parameters = new Float32Array(layout.count);
  forEachEntry(layout, (here, there) => {
    parameters[here] = view.getFloat32(8 + length + 4 * there, true);
  });
  const odd = parameters.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    const owner = layout.tensors.findLast(({ at }) => at <= odd);
    throw refuse(`the parameter ${owner?.name ?? ''} holds ${parameters[odd]}, which is no finite number.`);
  }
  return { manifest, layout, parameters };
}

/** What is wrong with asking a model about a program of this kind; null where nothing is. */
export function classComplaint({ programClass }: Pick<ModelManifest, 'programClass'>, asked: ProgramClass): string | null {
  if (programClass === asked) return null;
  return `The model was trained on programs whose rows are ${PROGRAM_CLASSES[programClass].label}; those of this program are ${PROGRAM_CLASSES[asked].label}.`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
}

const shown = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 40) : 'that it does not name');

const isCount = (value: unknown, most: number): value is number => (
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most
);
const isNumberOrNull = (value: unknown): value is number | null => (
  value === null || (typeof value === 'number' && Number.isFinite(value))
);

function manifestOf(value: unknown): ModelManifest | null {
  const given = objectOf(value);
  const shape = objectOf(given?.shape);
  if (given === null || shape === null) return null;
  const { hidden, pairs, head, coefficients } = shape;
  const widths: readonly unknown[] = Array.isArray(head) ? head : [];
  const isShape = isCount(hidden, 256) && hidden % 16 === 0 && isCount(pairs, 20) && widths.length === 2 &&
    widths.every((width) => isCount(width, 4096)) && typeof coefficients === 'boolean';
  const texts = ['programs', 'scheme', 'loss', 'spec', 'trainedBy'].every((name) => typeof given[name] === 'string');
  const numbers = isCount(given.epochs, 1e9) && typeof given.seed === 'number' &&
    ['bestEpoch', 'validationFeasible', 'validationObjective'].every((name) => isNumberOrNull(given[name]));
  const classes: readonly unknown[] = Object.keys(PROGRAM_CLASSES);
  return isShape && texts && numbers && classes.includes(given.programClass) ? (given as unknown as ModelManifest) : null;
}
