/** Results survive storage to the bit, and what is stored is not trusted when it is read. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { JobResult } from '../../../src-contract/job-event.ts';
import { packBits, unpackBits } from '../../../src-main/engine/session/bits.ts';
import { decodeResult, encodeResult } from '../../../src-main/engine/session/result-codec.ts';

const bytesOf = (values: Float64Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

function throughStorage(result: JobResult): JobResult {
  const { json, arrays, solutions } = encodeResult(result);
  return decodeResult(json, {
    array: (position) => bytesOf(arrays[position] ?? new Float64Array()),
    solution: (position) => solutions[position] ?? { variables: 0, bits: new Uint8Array() },
    checkpoint: () => (result.kind === 'descent' ? result.checkpoint : null),
  });
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const vector = fc.array(fc.oneof(finite, fc.constantFrom(Number.NaN, Infinity, -0, 5e-324)), { maxLength: 20 }).map((values) =>
  new Float64Array(values)
);
const bits = fc.array(fc.constantFrom(0, 1), { maxLength: 40 }).map((values) => new Uint8Array(values));
const solution = fc.record({
  source: fc.string(),
  x: bits,
  objective: finite,
  violation: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
  feasible: fc.boolean(),
  seconds: fc.constant(0.5),
});

describe('stored results', () => {
  it('packs and unpacks any 0/1 vector', () => {
    fc.assert(fc.property(bits, (x) => { expect(unpackBits(packBits(x), x.length)).toEqual(x); }));
  });

  it('brings back a descent to the bit, −0 and NaN marginals included', () => {
    fc.assert(
      fc.property(vector, finite, fc.array(solution, { maxLength: 3 }), (xHat, loss, solutions) => {
        const result: JobResult = {
          kind: 'descent',
          scheme: 'true-penalty',
          stopped: 'iterations',
          evaluation: 'exact',
          evaluationReason: 'Exact: “every row” has a closed form.',
          iterations: 7,
          seconds: 1.25,
          samples: 0,
          final: { loss, objective: -0, penalty: 0, mu: 3, gradientNorm: 1e-300, lossStandardError: 0, penaltyStandardError: 0 },
          xHat,
          solutions,
          best: solutions.length > 0 ? 0 : null,
          checkpoint: { version: 1, iteration: 7, seconds: 1.25, samples: 0, mu: 3, parameters: xHat, moments: [] },
        };
        const back = throughStorage(result);
        expect(back).toEqual(result);
        if (back.kind !== 'descent') throw new Error('not a descent');
        expect(Object.is(back.final.objective, -0)).toBe(true);
        expect(bytesOf(back.xHat)).toEqual(bytesOf(xHat));
      }),
    );
  });

  it('keeps strings that look like its own marks as strings', () => {
    const result: JobResult = {
      kind: 'exact',
      solver: 'highs',
      solverVersion: '{"$float64":0}',
      status: 'infeasible',
      statusText: '$bits',
      objective: null,
      bound: null,
      gap: null,
      nodes: 0,
      seconds: 0,
      solution: null,
    };
    expect(throughStorage(result)).toEqual(result);
  });

  it.each([
    ['a reference to nothing', '{"kind":"decode","decoder":"threshold","solution":{"$float64":-1}}'],
    ['an unknown mark', '{"kind":"decode","decoder":"threshold","solution":{"$function":0}}'],
    ['a result of no kind', '{"kind":"oracle"}'],
    ['a missing field', '{"kind":"decode","decoder":"threshold"}'],
    ['no JSON', 'undefined'],
  ])('refuses %s', (_, json) => {
    const parts = { array: () => new Uint8Array(8), solution: () => ({ variables: 1, bits: new Uint8Array(1) }), checkpoint: () => null };
    expect(() => decodeResult(json, parts)).toThrow();
  });

  it('refuses a bitset that does not have the length it states', () => {
    const json =
      encodeResult({
        kind: 'decode',
        decoder: 'threshold',
        solution: { source: 'threshold', x: new Uint8Array(9), objective: 1, violation: 0, feasible: true, seconds: 0 },
      }).json;
    expect(() =>
      decodeResult(json, {
        array: () => new Uint8Array(),
        solution: () => ({ variables: 9, bits: new Uint8Array(1) }),
        checkpoint: () => null,
      })
    ).toThrow(RangeError);
  });
});
