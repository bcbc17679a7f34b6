/** The normal form of each program a worker holds, made when first asked for and kept as long as the program. */
import { normalForm } from '../src-science/program/normal-form.ts';
import type { NormalForm } from '../src-science/program/normal-form.ts';
import type { Program } from '../src-science/program/program.ts';

const forms = new WeakMap<Program, NormalForm>();

export function normalFormOf(program: Program): NormalForm {
  const known = forms.get(program);
  if (known !== undefined) return known;
  const form = normalForm(program);
  forms.set(program, form);
  return form;
}
