/**
 * What tables and legends call a run that was made with a preset's settings: short, and without the scheme where a
 * preset only changes that.
 */
import type { DescentPresetName } from './presets.ts';

/** null: the recommended settings with some scheme, which are named by the scheme. */
export const PRESET_METHODS: Readonly<Record<DescentPresetName, string | null>> = {
  recommended: null,
  annealed: 'Annealed mean field',
  'annealed-rows': 'Annealed, a multiplier a row',
  'best-start': 'Best start, search and dives',
  'row-multipliers': 'A multiplier a row, then searches',
  interchange: null,
  corrected: null,
  'diffilo-set-cover': 'DiffILO without network, set cover',
  'diffilo-independent-set': 'DiffILO without network, independent set',
  'diffilo-auctions': 'DiffILO without network, auctions',
};
