/**
 * The compiled recursions over the sums of an integer row, behind the interface that src-science declares
 * for them (`LatticeEngine`): an instance with a memory that holds the tables of the largest row. Memory
 * that is never written costs nothing, so the second table is there from the beginning.
 */
import type { LatticeCapacity, LatticeEngine } from '../src-science/relaxation/lattice-engine.ts';
import { createArena } from './arena.ts';
import { instantiate, type WasmModule } from './web-assembly.ts';

interface LatticeExports {
  latticePenalty(
    table: number, reach: number, weight: number, hit: number, miss: number, value: number, slope: number, sums: number, k: number,
    size: number, delta: number,
  ): void;
  latticeConditionals(
    table: number, reach: number, weight: number, hit: number, miss: number, inside: number, insideHit: number, insideMiss: number,
    sums: number, k: number, size: number, delta: number,
  ): void;
  latticeSurrogate(
    table: number, means: number, reach: number, weight: number, hit: number, miss: number, hitMean: number, missMean: number, sums: number,
    k: number, size: number, rhs: number,
  ): void;
  latticeSurrogateSweep(
    table: number, means: number, reach: number, weight: number, hit: number, miss: number, hitMean: number, missMean: number,
    value: number, inside: number, slope: number, insideHit: number, insideMiss: number, k: number, size: number, rhs: number,
  ): void;
  heapBase(): number;
}

/** @param capacity variables and sums of the largest row, doubles of the largest table (its padding included) */
export function createLatticeHost(module: WasmModule, capacity: LatticeCapacity): LatticeEngine {
  const { exports, memory } = instantiate(module);
  const run = exports as unknown as LatticeExports;
  const { variables, size, table: cells } = capacity;
  const arena = createArena(memory, run.heapBase());
  const doubles = (length: number) => arena.reserve(length, 8);
  const weight = arena.reserve(variables, 4);
  const reach = arena.reserve(variables + 1, 4);
  const hit = doubles(variables);
  const miss = doubles(variables);
  const hitMean = doubles(variables);
  const missMean = doubles(variables);
  const slope = doubles(variables);
  const insideHit = doubles(variables);
  const insideMiss = doubles(variables);
  const sums = doubles(2);
  const value = doubles(2 * size + 8);
  const inside = doubles(2 * size + 8);
  const table = doubles(cells);
  const means = doubles(cells);
  arena.seal();
  const frame = {
    weight: arena.i32(weight),
    hit: arena.f64(hit),
    miss: arena.f64(miss),
    hitMean: arena.f64(hitMean),
    missMean: arena.f64(missMean),
    slope: arena.f64(slope),
    insideHit: arena.f64(insideHit),
    insideMiss: arena.f64(insideMiss),
    sums: arena.f64(sums),
  };
  return {
    frame,
    penalty(k: number, sumCount: number, delta: number, withGradient: boolean): void {
      run.latticePenalty(
        table.at, reach.at, weight.at, hit.at, miss.at, value.at, withGradient ? slope.at : 0, sums.at, k, sumCount, delta,
      );
    },
    conditionals(k: number, sumCount: number, delta: number): void {
      run.latticeConditionals(
        table.at, reach.at, weight.at, hit.at, miss.at, inside.at, insideHit.at, insideMiss.at, sums.at, k, sumCount, delta,
      );
    },
    surrogate(k: number, sumCount: number, rhs: number, withGradient: boolean): void {
      run.latticeSurrogate(table.at, means.at, reach.at, weight.at, hit.at, miss.at, hitMean.at, missMean.at, sums.at, k, sumCount, rhs);
      if (withGradient) {
        run.latticeSurrogateSweep(
          table.at, means.at, reach.at, weight.at, hit.at, miss.at, hitMean.at, missMean.at, value.at, inside.at, slope.at, insideHit.at,
          insideMiss.at, k, sumCount, rhs,
        );
      }
    },
  };
}
