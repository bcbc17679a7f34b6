/**
 * The settings of a descent, in the order in which they are shown, one list of what `settings/` has by parts of the form. A new
 * one is a record there and what reads it; docs/changing.md has the recipe.
 */
import { seedSetting } from '../settings/common-settings.ts';
import { namesOf } from '../settings/setting.ts';
import type { PlacedSettings } from '../settings/setting.ts';
import { END_SETTINGS } from './settings/end-settings.ts';
import { EXPERIMENT_SETTINGS } from './settings/experiment-settings.ts';
import { GRADIENT_SETTINGS } from './settings/gradient-settings.ts';
import { KEEP_SETTINGS } from './settings/keep-settings.ts';
import { PENALTY_WEIGHT_SETTINGS } from './settings/penalty-weight-settings.ts';
import { START_SETTINGS } from './settings/start-settings.ts';
import { STEP_SETTINGS } from './settings/step-settings.ts';

/** Parts of the form. */
const DESCENT_SECTIONS = ['Gradient', 'Penalty weight', 'Steps', 'Start', 'Decoders of the final x̂', 'Keep', 'Experiments'] as const;
type Section = (typeof DESCENT_SECTIONS)[number];

export const DESCENT_SETTINGS = {
  ...GRADIENT_SETTINGS,
  ...PENALTY_WEIGHT_SETTINGS,
  ...STEP_SETTINGS,
  ...START_SETTINGS,
  seed: seedSetting('The same spec and seed give the same bits, whatever the pool.'),
  ...END_SETTINGS,
  ...KEEP_SETTINGS,
  ...EXPERIMENT_SETTINGS,
} as const satisfies PlacedSettings<Section>;

export const DESCENT = { sections: DESCENT_SECTIONS, settings: DESCENT_SETTINGS } as const;
export const OPTIMIZER_NAMES = namesOf(DESCENT_SETTINGS.optimizer.variants);
