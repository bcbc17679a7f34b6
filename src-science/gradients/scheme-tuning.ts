/**
 * Settings that a single scheme reads: the temperature of `concrete` and the step of `finite-difference`
 * (docs/science.md, section 4). Their defaults, who reads which, and what is wrong with them: for the
 * kernels, the checks of specs, and the forms that show them.
 */

/** τ(t) = final + (start − final) · 2^(−t/halfLife) at iteration t; all above 0. */
export interface TemperatureSchedule {
  readonly start: number;
  readonly final: number;
  readonly halfLife: number;
}

export interface SchemeTuning {
  /** `concrete` alone. */
  readonly temperature?: TemperatureSchedule | undefined;
  /** `finite-difference` alone: the step h in (0, ½]. */
  readonly differenceStep?: number | undefined;
  /** `surrogate-interchange` alone: how ∂s_j enters a sample. */
  readonly soft?: SoftForm | undefined;
}

/**
 * `drawn`: ∂s_j of the sample's own ε, as published (GWL25). `averaged`: its mean given x_j, h1/x̂ or
 * h0/(1 − x̂) (docs/science.md, section 5): the same expectation, less variance, and no ε to draw.
 */
export const SOFT_FORMS = ['drawn', 'averaged'] as const;
export type SoftForm = (typeof SOFT_FORMS)[number];
export const DEFAULT_SOFT: SoftForm = 'drawn';

export const DEFAULT_TEMPERATURE: TemperatureSchedule = { start: 1, final: 0.1, halfLife: 200 };
export const DEFAULT_DIFFERENCE_STEP = 0.05;

/** The scheme that reads each setting. */
export const TUNED_SCHEMES = {
  temperature: 'concrete', differenceStep: 'finite-difference', soft: 'surrogate-interchange',
} as const satisfies Record<keyof SchemeTuning, string>;

export interface TuningComplaint {
  /** Path into the tuning, e.g. `temperature.final`. */
  readonly field: string;
  /** A full sentence. */
  readonly message: string;
}

/** What is wrong with the settings of a scheme: numbers out of range, and settings that it does not read. */
export function tuningComplaints(scheme: string, { temperature, differenceStep, soft }: SchemeTuning): TuningComplaint[] {
  const complaints: TuningComplaint[] = [];
  if (temperature !== undefined) {
    if (scheme !== TUNED_SCHEMES.temperature) {
      complaints.push({ field: 'temperature', message: `The scheme ${scheme} has no temperature; only ${TUNED_SCHEMES.temperature} has.` });
    }
    for (const part of ['start', 'final', 'halfLife'] as const) {
      const amount = temperature[part];
      if (!(amount > 0 && amount < Infinity)) {
        complaints.push({
          field: `temperature.${part}`,
          message: `The temperature's ${part === 'halfLife' ? 'half-life' : part} must be a positive number, not ${String(amount)}.`,
        });
      }
    }
  }
  if (differenceStep !== undefined) {
    if (scheme !== TUNED_SCHEMES.differenceStep) complaints.push({
      field: 'differenceStep', message: `The scheme ${scheme} has no difference step; only ${TUNED_SCHEMES.differenceStep} has.`,
    });
    if (!(differenceStep > 0 && differenceStep <= 0.5)) {
      complaints.push({ field: 'differenceStep', message: `The difference step must lie in (0, ½], not ${String(differenceStep)}.` });
    }
  }
  if (soft !== undefined) {
    if (scheme !== TUNED_SCHEMES.soft) {
      complaints.push({ field: 'soft', message: `The scheme ${scheme} has no choice of ∂s; only ${TUNED_SCHEMES.soft} has.` });
    }
    if (!SOFT_FORMS.includes(soft)) {
      complaints.push({ field: 'soft', message: `∂s must be ${SOFT_FORMS.join(' or ')}, not ${String(soft)}.` });
    }
  }
  return complaints;
}

/** `concrete (τ 0.5 → 0.05, half-life 100)`; the scheme's bare name where its defaults hold. */
export function tunedSchemeName(scheme: string, tuning: SchemeTuning | undefined): string {
  if (tuning?.temperature !== undefined && scheme === TUNED_SCHEMES.temperature) {
    const { start, final, halfLife } = tuning.temperature;
    return `${scheme} (τ ${start} → ${final}, half-life ${halfLife})`;
  }
  if (tuning?.differenceStep !== undefined && scheme === TUNED_SCHEMES.differenceStep) return `${scheme} (h ${tuning.differenceStep})`;
  if (tuning?.soft === 'averaged' && scheme === TUNED_SCHEMES.soft) return `${scheme} (∂s averaged)`;
  return scheme;
}
