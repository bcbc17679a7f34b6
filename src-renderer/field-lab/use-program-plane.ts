/**
 * Fields and losses over a plane of a problem, from exact evaluations done in slices. The fields arrive
 * one by one, the wanted one first; what was there stays until its successor is ready.
 */
import { useEffect, useMemo, useState } from 'react';
import { FIELD_SCHEMES } from '../../src-science/field/field-scheme.ts';
import type { FieldScheme } from '../../src-science/gradients/scheme.ts';
import { programFieldSteps, programLossesSteps } from '../../src-science/field/plane-field.ts';
import type { PlaneField, PlaneLosses } from '../../src-science/field/plane-field.ts';
import { normalForm } from '../../src-science/program/normal-form.ts';
import type { Program } from '../../src-science/program/program.ts';
import { createExactPlan, surveyExact, type ExactPlan } from '../../src-science/relaxation/exact-plan.ts';
import { asymmetry, fieldJacobianSteps } from '../../src-science/field/jacobian.ts';
import { inSlices } from './in-slices.ts';
import { oneLine } from '../../src-science/program/one-line.ts';

/** Multiply-adds of one evaluation beyond which a slice would hold the window up: about 20 ms. */
const MOST_CELLS = 4e6;

/** `cells`: multiply-adds of one evaluation. */
export type Plan =
  { readonly plan: ExactPlan; readonly cells: number; readonly refusal: null } | { readonly plan: null; readonly refusal: string };

/** The exact expectations of a problem, or why there are none to draw. */
export function planToDraw(program: Program): Plan {
  const form = normalForm(program);
  const nameRow = (row: number): string => oneLine(program.rowNames[row] ?? `number ${String(row + 1)}`);
  const survey = surveyExact(form, nameRow);
  if (survey.refusal !== null) return { plan: null, refusal: `${survey.refusal} A field can be drawn only where every row has one.` };
  if (survey.cells > MOST_CELLS) return { plan: null, refusal:
    `One exact evaluation of this problem takes about ${Math.round(survey.cells / 1e6)} million steps, too many for a live picture.` };
  const { plan, refusal } = createExactPlan(form, nameRow);
  return plan === null ? { plan, refusal } : { plan, cells: survey.cells, refusal };
}

/** Multiply-adds of all evaluations of a Jacobian, and coordinates, beyond which it is not begun. */
const MOST_JACOBIAN = 4e8;
const MOST_COORDINATES = 1000;
/** Derivatives are infinite on the border of the cube. */
const INSIDE = 1e-6;

/** Whether ‖J − Jᵀ‖/‖J‖ in all coordinates can be had in a few seconds. */
const canDifferentiate = (plan: ExactPlan, cells: number): boolean =>
  plan.form.variableCount <= MOST_COORDINATES && 7 * plan.form.variableCount * cells <= MOST_JACOBIAN;

export interface ProgramPlane {
  readonly fields: ReadonlyMap<FieldScheme, PlaneField>;
  readonly losses: PlaneLosses | null;
  /** ‖J − Jᵀ‖/‖J‖ of each field in all coordinates, at x̂; null where it would take too long. */
  readonly asymmetries: ReadonlyMap<FieldScheme, number> | null;
  readonly busy: boolean;
}

interface Done extends ProgramPlane {
  readonly plan: ExactPlan | null;
}

const NOTHING: ReadonlyMap<FieldScheme, PlaneField> = new Map();
const NO_NUMBERS: ReadonlyMap<FieldScheme, number> = new Map();

export function useProgramPlane(
  drawn: Plan | null, first: number, second: number, xHat: Float64Array | null, wanted: FieldScheme,
): ProgramPlane {
  const plan = drawn?.plan ?? null;
  const differentiable = drawn !== null && drawn.plan !== null && canDifferentiate(drawn.plan, drawn.cells);
  const [done, setDone] = useState<Done>({ plan: null, fields: NOTHING, losses: null, asymmetries: null, busy: false });
  const order = useMemo(() => [wanted, ...FIELD_SCHEMES.filter((scheme) => scheme !== wanted)], [wanted]);
  useEffect(() => {
    if (plan === null || xHat === null || xHat.length !== plan.form.variableCount || first === second) return;
    let left = false;
    const abandoned = (): boolean => left;
    const plane = { first, second, xHat };
    const compute = async (): Promise<void> => {
      setDone(
        (before) => ({ ...(before.plan === plan ? before : { fields: NOTHING, losses: null, asymmetries: null }), plan, busy: true }),
      );
      const fields = new Map<FieldScheme, PlaneField>();
      for (const scheme of order) {
        const field = await inSlices(programFieldSteps(plan, scheme, plane), abandoned);
        if (field === null) return;
        fields.set(scheme, field.value);
      }
      const losses = await inSlices(programLossesSteps(plan, plane), abandoned);
      if (losses === null) return;
      const shown = { plan, fields, losses: losses.value };
      setDone({ ...shown, asymmetries: differentiable ? NO_NUMBERS : null, busy: differentiable });
      if (!differentiable) return;
      const inside = xHat.map((x) => Math.min(1 - INSIDE, Math.max(INSIDE, x)));
      const asymmetries = new Map<FieldScheme, number>();
      for (const scheme of order) {
        const jacobian = await inSlices(fieldJacobianSteps(plan, scheme, inside), abandoned);
        if (jacobian === null) return;
        asymmetries.set(scheme, asymmetry(jacobian.value));
      }
      setDone({ ...shown, asymmetries, busy: false });
    };
    void compute();
    return () => {
      left = true;
    };
  }, [plan, differentiable, first, second, xHat, order]);
  return done.plan === plan ? done : { fields: NOTHING, losses: null, asymmetries: null, busy: plan !== null };
}
