/**
 * The compiled loops of closed forms, behind the interface that src-science declares for them
 * (`CornerLoops`): a program's nonzeros and the arrays of its marginals in an instance's memory. The arrays
 * are the caller's too, so nothing is copied at a step.
 */
import type { CornerLayout, CornerLoops } from '../src-science/relaxation/corner-loops.ts';
import { createArena, type Place } from './arena.ts';
import { instantiate, type WasmModule } from './web-assembly.ts';

interface CornerExports {
  multiply(rows: number, start: number, product: number): void;
  gather(literals: number, literal: number, start: number, probability: number, into: number): void;
  pairs(
    count: number, literal: number, amount: number, row: number, probability: number, partial: number, penalty: number, violation: number,
  ): number;
  multiplyAndAdd(rows: number, start: number, product: number, worth: number, sum: number): void;
  gatherBoth(
    literals: number, literal: number, start: number, moment: number, probability: number, conditional: number, partial: number,
  ): void;
  pairSurrogates(
    count: number, literal: number, coefficient: number, bound: number, probability: number, surrogate: number, partial: number,
    conditional: number,
  ): number;
  pairConditionals(count: number, literal: number, coefficient: number, probability: number, conditional: number): void;
  heapBase(): number;
}

/** Bytes a program would take, before anything is allocated. */
export function cornerBytes({ variableCount, rowCount, pairAmount, longLiteral, longStart, literal }: CornerLayout): number {
  return 2 ** 16 +
    variableCount * 96 + rowCount * 16 + pairAmount.length * 44 + longLiteral.length * 8 + longStart.length * 36 + literal.length * 8;
}

/** @throws RangeError where the program does not fit the 4 GiB a kernel can address. Cost: O(nnz). */
export function createCornerHost(module: WasmModule, layout: CornerLayout): CornerLoops {
  const { exports, memory } = instantiate(module);
  const run = exports as unknown as CornerExports;
  const arena = createArena(memory, run.heapBase());
  const byLiteral = (): Place => arena.reserve(2 * layout.variableCount, 8);
  const longCount = layout.longStart.length - 1;
  const pairCount = layout.pairAmount.length;
  const probability = byLiteral();
  const surrogate = byLiteral();
  const factor = byLiteral();
  const worth = byLiteral();
  const partial = byLiteral();
  const conditional = byLiteral();
  const product = arena.reserve(longCount, 8);
  const sum = arena.reserve(longCount, 8);
  const share = arena.reserve(longCount, 8);
  const moment = arena.reserve(longCount, 8);
  const rowPenalty = arena.reserve(layout.rowCount, 8);
  const rowViolation = arena.reserve(layout.rowCount, 8);
  const copies: (() => void)[] = [];
  const sizes: (() => void)[] = [];
  const integers = (from: Int32Array, base: () => number, stride: number): Place => {
    const place = arena.reserve(from.length, 4);
    copies.push(() => {
      const into = arena.i32(place);
      for (let n = 0; n < from.length; n++) into[n] = base() + stride * from[n]!;
    });
    return place;
  };
  const doubles = (from: Float64Array): Place => {
    const place = arena.reserve(from.length, 8);
    const copy = (): void => arena.f64(place).set(from);
    copies.push(copy);
    sizes.push(copy);
    return place;
  };
  const zero = (): number => 0;
  const pairLiteral = integers(layout.pairLiteral, zero, 8);
  const pairRow = integers(layout.pairRow, zero, 8);
  const pairAmount = doubles(layout.pairAmount);
  const pairBound = doubles(layout.pairBound);
  const pairCoefficient = doubles(layout.pairCoefficient);
  const factors = integers(layout.longLiteral, () => factor.at, 8);
  const longStart = integers(layout.longStart, () => factors.at, 4);
  const shares = integers(layout.entry, () => share.at, 8);
  const start = integers(layout.start, () => shares.at, 4);
  const literal = integers(layout.literal, zero, 8);
  arena.seal();
  for (const copy of copies) copy();
  const into = { partial: { place: partial, view: arena.f64(partial) }, conditional: { place: conditional, view: arena.f64(conditional) } };
  return {
    probability: arena.f64(probability),
    surrogate: arena.f64(surrogate),
    factor: arena.f64(factor),
    worth: arena.f64(worth),
    partial: into.partial.view,
    conditional: into.conditional.view,
    product: arena.f64(product),
    sum: arena.f64(sum),
    share: arena.f64(share),
    moment: arena.f64(moment),
    rowPenalty: arena.f64(rowPenalty),
    rowViolation: arena.f64(rowViolation),
    multiply(): void {
      run.multiply(longCount, longStart.at, product.at);
    },
    gather(name: 'partial' | 'conditional'): void {
      const { place, view } = into[name];
      view.fill(0);
      run.gather(layout.literal.length, literal.at, start.at, probability.at, place.at);
    },
    pairs: (partials: boolean): number => run.pairs(
      pairCount, pairLiteral.at, pairAmount.at, pairRow.at, probability.at, partials ? partial.at : 0, rowPenalty.at, rowViolation.at,
    ),
    multiplyAndAdd(): void {
      run.multiplyAndAdd(longCount, longStart.at, product.at, worth.at - factor.at, sum.at);
    },
    gatherBoth(): void {
      into.conditional.view.fill(0);
      into.partial.view.fill(0);
      run.gatherBoth(layout.literal.length, literal.at, start.at, moment.at - share.at, probability.at, conditional.at, partial.at);
    },
    pairSurrogates: (partials: boolean): number => run.pairSurrogates(
      pairCount, pairLiteral.at, pairCoefficient.at, pairBound.at, probability.at, surrogate.at, partials ? partial.at : 0, conditional.at,
    ),
    pairConditionals(): void {
      run.pairConditionals(pairCount, pairLiteral.at, pairCoefficient.at, probability.at, conditional.at);
    },
    reweigh(): void {
      for (const copy of sizes) copy();
    },
  };
}
