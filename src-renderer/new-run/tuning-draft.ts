/**
 * The settings of single schemes in a draft: as texts, and back. Only those that the chosen scheme reads
 * go into a spec, and only where they differ from its defaults, so that what was made without them stays
 * the same spec.
 */
import {
  DEFAULT_DIFFERENCE_STEP, DEFAULT_SOFT, DEFAULT_TEMPERATURE, SOFT_FORMS, TUNED_SCHEMES,
} from '../../src-science/gradients/scheme-tuning.ts';
import type { SchemeTuning } from '../../src-science/gradients/scheme-tuning.ts';

const TEMPERATURE_PARTS = ['start', 'final', 'halfLife'] as const;

/** The texts of a kind's settings, defaults where left out. @param kind `descent` or `estimate` */
export function tuningTexts(kind: string, tuning: SchemeTuning | undefined): Readonly<Record<string, string>> {
  const temperature = tuning?.temperature ?? DEFAULT_TEMPERATURE;
  return {
    ...Object.fromEntries(TEMPERATURE_PARTS.map((part) => [`${kind}.tuning.temperature.${part}`, String(temperature[part])])),
    [`${kind}.tuning.differenceStep`]: String(tuning?.differenceStep ?? DEFAULT_DIFFERENCE_STEP),
    [`${kind}.tuning.soft`]: tuning?.soft ?? DEFAULT_SOFT,
  };
}

/**
 * The settings that go into the spec of a scheme.
 * @param number the value of a field, which complains where it is none
 * @param text a field as it stands
 */
export function tuningOf(
  kind: string, scheme: string, number: (path: string) => number, text: (path: string) => string,
): { readonly tuning?: SchemeTuning } {
  switch (scheme) {
    case TUNED_SCHEMES.temperature: {
      const [start, final, halfLife] = [
        number(`${kind}.tuning.temperature.start`), number(`${kind}.tuning.temperature.final`),
        number(`${kind}.tuning.temperature.halfLife`),
      ];
      const usual = start === DEFAULT_TEMPERATURE.start && final === DEFAULT_TEMPERATURE.final && halfLife === DEFAULT_TEMPERATURE.halfLife;
      return usual ? {} : { tuning: { temperature: { start, final, halfLife } } };
    }
    case TUNED_SCHEMES.differenceStep: {
      const differenceStep = number(`${kind}.tuning.differenceStep`);
      return differenceStep === DEFAULT_DIFFERENCE_STEP ? {} : { tuning: { differenceStep } };
    }
    case TUNED_SCHEMES.soft: {
      const soft = SOFT_FORMS.find((form) => form === text(`${kind}.tuning.soft`)) ?? DEFAULT_SOFT;
      return soft === DEFAULT_SOFT ? {} : { tuning: { soft } };
    }
    default:
      return {};
  }
}
