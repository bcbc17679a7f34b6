/** The controls of a run with a search (`controls.ts`), and what is said of them: light, for the page and the command line. */

/** In the order in which they are made and shown. */
export const CONTROLS = {
  'search-from-half': { label: 'search from ½', help: 'The local search from x̂ = ½, for as many nonzeros as the run counted.' },
  'relaxation-repair': { label: 'LP + repair', help: 'Greedy repair from the solution of the linear relaxation.' },
  'half-repair': { label: '½ + repair', help: 'Greedy repair from x̂ = ½.' },
} as const;
export type ControlName = keyof typeof CONTROLS;
export const CONTROL_NAMES = Object.keys(CONTROLS) as [ControlName, ...ControlName[]];

export const CONTROL_VERDICTS = ['better', 'even', 'worse'] as const;
export type ControlVerdict = (typeof CONTROL_VERDICTS)[number];

/** One sentence on how the run stands against its controls. */
export function controlSentence(verdict: ControlVerdict, best: ControlName | null): string {
  if (best === null) {
    return `${verdict === 'better' ? 'None of the controls' : 'Neither the run nor a control'} found a feasible vector.`;
  }
  const { label } = CONTROLS[best];
  switch (verdict) {
    case 'better':
      return `Better than its controls, of which ${label} did best.`;
    case 'even':
      return `No better than the control “${label}” at the same counted work.`;
    case 'worse':
      return `The control “${label}” found a better vector at the same counted work.`;
  }
}
