/** A model as a file: the same bytes for the same model, read back to the bit, and refused in a sentence where it is damaged. */
import { describe, expect, it } from 'vitest';
import { decodeModel, encodeModel } from '../../../src-science/network/model-file.ts';
import type { NetworkModel } from '../../../src-science/network/model-file.ts';
import { initialParameters, networkLayout } from '../../../src-science/network/network-shape.ts';
import { predictMarginals } from '../../../src-science/network/prediction.ts';
import { generate } from '../../../src-science/program/generate.ts';

const layout = networkLayout({ hidden: 16, pairs: 1, head: [8, 4], coefficients: false });
const model: NetworkModel = {
  layout,
  parameters: Float32Array.from(initialParameters(layout, 1)),
  manifest: {
    shape: layout.shape, programClass: 'covers', programs: '5 programs of set-cover, seeds 1 to 5', scheme: 'true-penalty', loss: 'plain',
    seed: 1, epochs: 4, bestEpoch: 3, validationFeasible: 1, validationObjective: 12.5, spec: '{}', trainedBy: 'Leibniz “ä” 1',
  },
};
const bytes = encodeModel(model);

const LAST = 'vars_output_layer.4.bias';

/** The same file with other fields in entries of its header; null takes an entry out. */
function withHeader(changes: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>): Uint8Array {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<string, Record<string, unknown>>;
  for (const [name, change] of Object.entries(changes)) {
    if (change === null) Reflect.deleteProperty(header, name);
    else header[name] = { ...header[name], ...change };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const changed = new Uint8Array(8 + text.length + bytes.length - 8 - length);
  new DataView(changed.buffer).setBigUint64(0, BigInt(text.length), true);
  changed.set(text, 8);
  changed.set(bytes.subarray(8 + length), 8 + text.length);
  return changed;
}

function withLastParameter(value: number): Uint8Array {
  const changed = bytes.slice();
  new DataView(changed.buffer).setFloat32(changed.length - 4, value, true);
  return changed;
}

describe('a model as a file', () => {
  it('is read back as it was, and written again to the same bytes', () => {
    const read = decodeModel(bytes, 'a.safetensors');
    expect(read).toStrictEqual(model);
    expect(encodeModel(read)).toStrictEqual(bytes);
  });

  it('holds weights output by output under the names of the published module, as PyTorch has them', () => {
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<string, unknown>;
    const name = 'conv_v_to_c_layers.0.feature_module_final.0.weight';
    const { shape, data_offsets: [begin] } = header[name] as { shape: number[]; data_offsets: [number] };
    expect(shape).toStrictEqual([16, 33]);
    const { at } = layout.tensors.find((tensor) => tensor.name === name)!;
    // Output 2, input 5.
    const there = new DataView(bytes.buffer).getFloat32(8 + length + begin + 4 * (2 * 33 + 5), true);
    expect(there).toBe(model.parameters[at + 5 * 16 + 2]);
  });

  it.each([
    ['nothing', new Uint8Array(0), 'it has 0 bytes'],
    ['a text', new TextEncoder().encode('NAME p0033\nROWS\n'), 'it does not begin as a .safetensors file'],
    ['one cut off in its header', bytes.slice(0, 200), 'it is cut off in its header'],
    ['one cut off in its parameters', bytes.slice(0, -1000), 'it is cut off: '],
    ['one with more behind it', Uint8Array.from([...bytes, 1]), 'it has 1 bytes too many'],
    ['another program’s', withHeader({ __metadata__: { format: 'pt' } }), 'its header does not say that Leibniz wrote it'],
    ['one of other features', withHeader({ __metadata__: { features: 'gasse-19-5' } }), 'it was trained on the features gasse-19-5'],
    ['one with a damaged manifest', withHeader({ __metadata__: { manifest: '{"shape":{}}' } }), 'its manifest is damaged'],
    ['one that lacks a parameter', withHeader({ [LAST]: null }), 'the parameter vars_output_layer.4.bias is missing'],
    ['one with a parameter of another form', withHeader({ [LAST]: { shape: [2] } }),
      'the parameter vars_output_layer.4.bias has another form than its network'],
    ['one with a NaN', withLastParameter(Number.NaN), 'the parameter vars_output_layer.4.bias holds NaN, which is no finite number'],
    ['one with an infinity', withLastParameter(Infinity), 'the parameter vars_output_layer.4.bias holds Infinity'],
  ])('is refused where it is %s', (_what, file, sentence) => {
    expect(() => decodeModel(file, 'a.safetensors')).toThrow(`a.safetensors: this is no model that can be used: ${sentence}`);
  });

  it('is not asked about programs of another kind unless that is allowed', () => {
    const packing = generate('independent-set', { nodes: 12 }, 1);
    expect(() => predictMarginals(model, packing, false, undefined)).toThrow(
      'The model was trained on programs whose rows are covers; those of this program are packings and edges.',
    );
    expect(predictMarginals(model, packing, true, undefined)).toHaveLength(12);
    expect(predictMarginals(model, generate('set-cover', { rows: 6, columns: 10, density: 0.4 }, 1), false, undefined)).toHaveLength(10);
  });
});
