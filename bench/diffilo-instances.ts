/**
 * The three families DiffILO is tested on (SC, IS and CA of GWL25), ten instances each: seeds 1 to 10 of
 * this project's own generators, at the sizes of the logs of a retraining (mirpri/L2O-DiffILO). Not the
 * authors' files: the README of their repository links an example data set, which is not used here.
 */
import { generate } from '../src-science/program/generate.ts';
import type { Program } from '../src-science/program/program.ts';

export const DIFFILO_FAMILIES = ['SC', 'IS', 'CA'] as const;
export type DiffiloFamily = (typeof DIFFILO_FAMILIES)[number];

export const DIFFILO_SEEDS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

export const FAMILY_TITLES: Readonly<Record<DiffiloFamily, string>> = {
  SC: 'set cover, 3000 × 2000, density 0.1 (min)',
  IS: 'independent set, Barabási–Albert, n = 1500, affinity 4 (max)',
  CA: 'combinatorial auction, arbitrary, 300 items, 1500 bids (max)',
};

/** Instance of a family by its seed. */
export function diffiloInstance(family: DiffiloFamily, seed: number): Program {
  switch (family) {
    case 'SC':
      return generate('set-cover', { rows: 3000, columns: 2000, density: 0.1, maxCost: 100 }, seed);
    case 'IS':
      return generate('independent-set', { nodes: 1500, affinity: 4 }, seed);
    case 'CA':
      return generate('combinatorial-auction', { items: 300, bids: 1500 }, seed);
  }
}

/** The best known objective of an instance, in the sense of its program, and where it comes from. */
export interface BestKnown {
  readonly value: number;
  readonly by: string;
  /** What HiGHS had after `highsSeconds` processor seconds, and its proven bound. */
  readonly highs: number | null;
  readonly highsBound: number | null;
  readonly highsSeconds: number;
}

/** By family and seed, as `diffilo-best-known.json` holds it. */
export type BestKnownTable = Record<DiffiloFamily, Record<string, BestKnown>>;
