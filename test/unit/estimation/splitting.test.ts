/** Estimates in pieces: leaves dealt out, merged in a tree, put together to the same bits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideEstimate, estimate, exactEstimate, type DividedEstimate } from '../../../src-science/estimation/estimate.ts';
import { nextShare } from '../../../src-science/estimation/leaf-share.ts';
import { createMomentTree } from '../../../src-science/estimation/moment-tree.ts';
import type { EstimateSpec } from '../../../src-science/estimation/estimate-settings.ts';
import { appendNode, foldNodes, mergeMoments, standardErrors, type MomentNode } from '../../../src-science/estimation/moments.ts';
import { SCHEME_NAMES } from '../../../src-science/gradients/scheme.ts';
import { randomMarginals } from '../relaxation/enumeration.ts';
import { CONTROL, form8, gradient, scalar } from './specs.ts';

describe('splitting an estimate', () => {
  const form = form8(44);
  const xHat = randomMarginals(8, 9, true);
  const specs: readonly EstimateSpec[] = [
    scalar('loss', xHat, 3000),
    scalar('penalty', xHat, 3000),
    scalar('feasibility', xHat, 3000),
    ...SCHEME_NAMES.map((scheme) => gradient(scheme, xHat, 3000)),
  ];
  const divide = (spec: EstimateSpec): DividedEstimate => {
    const divided = divideEstimate(form, spec);
    if (divided === null) throw new Error('expected a sampled estimate');
    return divided;
  };

  it('at any leaf borders, put together in any order, gives the same bits as one piece', () => {
    for (const spec of specs) {
      const whole = estimate(form, spec, CONTROL);
      fc.assert(
        fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 11 }), { maxLength: 8 }), fc.infiniteStream(fc.nat()), (cuts, keys) => {
          const borders = [0, ...cuts.sort((a, b) => a - b), 12];
          const pieces = borders.slice(1).map((end, n) => [borders[n]!, end - borders[n]!] as const);
          const shuffled = pieces.map((piece) => ({ piece, key: keys.next().value! })).sort((a, b) => a.key - b.key);
          // Each piece by a worker of its own, who hands it over.
          const tree = createMomentTree();
          for (const { piece } of shuffled) for (const node of structuredClone(divide(spec).draw(...piece))) tree.add(node);
          expect(tree.samples()).toBe(3000);
          const last = divide(spec);
          expect(last.result(tree.fold(), structuredClone(last.compare()), 0)).toEqual(whole);
        }),
        { numRuns: 8, seed: 3 },
      );
    }
  });

  it('stopped anywhere is the estimate of as many samples, bit for bit', () => {
    for (const spec of specs) {
      const divided = divide(spec);
      const tree = createMomentTree();
      // Leaf 5 was lost, so what came after it does not count.
      for (const leaf of [6, 1, 4, 0, 3, 2, 7]) for (const node of divided.draw(leaf, 1)) tree.add(node);
      expect(tree.samples()).toBe(1280);
      const found = divided.result(tree.fold(), divided.compare(), 0);
      const asked = estimate(form, { ...spec, samples: 1280 }, CONTROL);
      expect({ ...found, evaluationReason: '' }).toEqual({ ...asked, evaluationReason: '' });
    }
  });

  it('is not done of a gradient that is evaluated exactly', () => {
    expect(divideEstimate(form, { ...gradient('true-penalty', xHat, 3000), evaluation: 'auto' })).toBeNull();
    expect(() => exactEstimate(form, specs[0]!, CONTROL)).toThrow(/loss is estimated by sampling/);
    expect(() => exactEstimate(form, gradient('true-penalty', xHat, 3000), CONTROL)).toThrow(/Sampled, as asked/);
  });

  it('refuses leaves that are not there, that came twice or that nothing follows on', () => {
    const divided = divide(specs[0]!);
    for (const [first, count] of [[-1, 2], [0, 13], [12, 1], [3, 0], [0.5, 1]] as const) {
      expect(() => divided.draw(first, count)).toThrow(/not among the 12 of the estimate/);
    }
    const tree = createMomentTree();
    expect(() => tree.fold()).toThrow(/no partial estimate/);
    for (const node of divided.draw(2, 4)) tree.add(node);
    expect(() => tree.add(divided.draw(3, 1)[0]!)).toThrow(/Leaf 3 of an estimate came twice/);
    expect(() => tree.add(divided.draw(0, 4)[0]!)).toThrow(/Leaf 0 of an estimate came twice/);
    expect(tree.samples()).toBe(0);
  });

  it('keeps few nodes: one for each bit of the number of leaves', () => {
    expect(divide(scalar('loss', xHat, 256 * 13)).draw(0, 13).map((node) => node.level)).toEqual([3, 2, 0]);
  });
});

describe('dealing out leaves', () => {
  const node = (first: number, size: number): MomentNode => ({
    level: Math.log2(size),
    index: first / size,
    moments: { count: 256 * size, mean: new Float64Array(1), squares: new Float64Array(1) },
  });

  it('gives each once, in order, in pieces that are whole nodes and no larger than wanted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.infiniteStream(fc.integer({ min: 1, max: 2000 })), (leaves, wishes) => {
        let next = 0;
        for (;;) {
          const wanted = wishes.next().value!;
          const size = nextShare(next, leaves, wanted);
          if (size === 0) break;
          expect(Number.isInteger(Math.log2(size))).toBe(true);
          expect(next % size).toBe(0);
          expect(size).toBeLessThanOrEqual(wanted);
          next += size;
        }
        expect(next).toBe(leaves);
      }),
      { seed: 5 },
    );
  });

  it('takes small pieces at the end, so that workers end together', () => {
    expect(nextShare(0, 4096, 1e6)).toBe(512);
    expect(nextShare(4032, 4096, 1e6)).toBe(8);
    expect(nextShare(4095, 4096, 1e6)).toBe(1);
    expect(nextShare(4096, 4096, 1e6)).toBe(0);
  });

  it('keeps memory bounded for 10⁹ samples: a few nodes for each worker, whatever the order they come in', () => {
    const leaves = Math.ceil(1e9 / 256);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 2 ** 15 }),
        fc.infiniteStream(fc.nat()),
        (workers, wanted, picks) => {
          const tree = createMomentTree();
          const held: [number, number][] = [];
          let next = 0;
          let most = 0;
          const take = (): void => {
            const size = nextShare(next, leaves, Math.max(wanted, 2 ** 10));
            if (size > 0) held.push([next, size]);
            next += size;
          };
          for (let w = 0; w < workers; w++) take();
          while (held.length > 0) {
            // Any worker may be the next to finish, one of them may be slow to the end.
            const [done] = held.splice(picks.next().value! % Math.max(1, held.length - 1), 1);
            if (done !== undefined) tree.add(node(...done));
            most = Math.max(most, tree.size());
            take();
          }
          expect(tree.samples()).toBe(256 * leaves);
          expect(most).toBeLessThanOrEqual(2 * workers * Math.ceil(Math.log2(leaves)));
        },
      ),
      { numRuns: 10, seed: 11 },
    );
  });
});

describe('moments', () => {
  it('merge to the mean and spread of all samples, also far from 0', () => {
    const anySamples = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(anySamples, fc.constantFrom(0, 1e9), (values, offset) => {
        const nodes: MomentNode[] = [];
        values.forEach((v, index) => {
          appendNode(nodes, { level: 0, index, moments: { count: 1, mean: Float64Array.of(v + offset), squares: Float64Array.of(0) } });
        });
        const all = foldNodes(nodes);
        const exactly = values.map((v) => v + offset - offset);
        const mean = exactly.reduce((s, v) => s + v, 0) / values.length;
        const squares = exactly.reduce((s, v) => s + (v - mean) ** 2, 0);
        expect(all.count).toBe(values.length);
        expect(Math.abs(all.mean[0]! - offset - mean)).toBeLessThan(1e-6);
        expect(Math.abs(all.squares[0]! - squares)).toBeLessThan(1e-3 + 1e-9 * squares);
        const error = Math.sqrt(all.squares[0]! / (values.length - 1) / values.length);
        expect(standardErrors(all)[0]).toBeCloseTo(error, 12);
      }),
      { seed: 9 },
    );
  });

  it('join two sets of different size', () => {
    const a = { count: 2, mean: Float64Array.of(1), squares: Float64Array.of(2) };
    const b = { count: 1, mean: Float64Array.of(4), squares: Float64Array.of(0) };
    // samples 0, 2, 4
    expect(mergeMoments(a, b)).toEqual({ count: 3, mean: Float64Array.of(2), squares: Float64Array.of(8) });
  });
});
