/**
 * Fields and losses over a plane of a problem, from exact evaluations done in slices. The fields arrive
 * one by one, the wanted one first; what was there stays until its successor is ready.
 */
import { useEffect, useMemo, useState } from 'react';
import { FIELD_SCHEMES, type FieldScheme } from '../../src-science/field/field-scheme.ts';
import { programFieldSteps, programLossesSteps } from '../../src-science/field/plane-field.ts';
import type { PlaneField, PlaneLosses } from '../../src-science/field/plane-field.ts';
import { normalForm } from '../../src-science/program/normal-form.ts';
import type { Program } from '../../src-science/program/program.ts';
import { createExactPlan, surveyExact, type ExactPlan } from '../../src-science/relaxation/exact-plan.ts';
import { inSlices } from './in-slices.ts';

/** Multiply-adds of one evaluation beyond which a slice would hold the window up: about 20 ms. */
const MOST_CELLS = 4e6;

export type Plan = { readonly plan: ExactPlan; readonly refusal: null } | { readonly plan: null; readonly refusal: string };

/** The exact expectations of a problem, or why there are none to draw. */
export function planToDraw(program: Program): Plan {
  const form = normalForm(program);
  const nameRow = (row: number): string => program.rowNames[row] ?? `number ${String(row + 1)}`;
  const survey = surveyExact(form, nameRow);
  if (survey.refusal !== null) return { plan: null, refusal: `${survey.refusal} A field can be drawn only where every row has one.` };
  if (survey.cells > MOST_CELLS) return { plan: null, refusal: `One exact evaluation of this problem takes about ${Math.round(survey.cells / 1e6)} million steps, too many for a live picture.` };
  return createExactPlan(form, nameRow);
}

export interface ProgramPlane {
  readonly fields: ReadonlyMap<FieldScheme, PlaneField>;
  readonly losses: PlaneLosses | null;
  readonly busy: boolean;
}

const NOTHING: ReadonlyMap<FieldScheme, PlaneField> = new Map();

export function useProgramPlane(plan: ExactPlan | null, first: number, second: number, xHat: Float64Array | null, wanted: FieldScheme): ProgramPlane {
  const [done, setDone] = useState<{ readonly plan: ExactPlan | null; readonly fields: ReadonlyMap<FieldScheme, PlaneField>; readonly losses: PlaneLosses | null; readonly busy: boolean }>({ plan: null, fields: NOTHING, losses: null, busy: false });
  const order = useMemo(() => [wanted, ...FIELD_SCHEMES.filter((scheme) => scheme !== wanted)], [wanted]);
  useEffect(() => {
    if (plan === null || xHat === null || xHat.length !== plan.form.variableCount || first === second) return;
    let left = false;
    const abandoned = (): boolean => left;
    const plane = { first, second, xHat };
    const compute = async (): Promise<void> => {
      setDone((before) => ({ ...(before.plan === plan ? before : { fields: NOTHING, losses: null }), plan, busy: true }));
      const fields = new Map<FieldScheme, PlaneField>();
      for (const scheme of order) {
        const field = await inSlices(programFieldSteps(plan, scheme, plane), abandoned);
        if (field === null) return;
        fields.set(scheme, field.value);
      }
      const losses = await inSlices(programLossesSteps(plan, plane), abandoned);
      if (losses !== null) setDone({ plan, fields, losses: losses.value, busy: false });
    };
    void compute();
    return () => {
      left = true;
    };
  }, [plan, first, second, xHat, order]);
  return done.plan === plan ? done : { fields: NOTHING, losses: null, busy: plan !== null };
}
