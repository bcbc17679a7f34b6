/** A Lagrangian bound of data as they stand in doubles, without any rounding: doubles are whole numbers of 2⁻¹⁰⁷⁴. */
import type { NormalForm } from '../../../src-science/program/normal-form.ts';

/** A double as a whole number of 2⁻¹⁰⁷⁴. */
export function units(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(exponent - 1);
  return bits >> 63n === 0n ? size : -size;
}

/** LB(y) of the form as it stands in doubles, in units of 2⁻²¹⁴⁸: no rounding anywhere. */
export function exactBound(form: NormalForm, rhs: Float64Array, y: Float64Array): bigint {
  const one = units(1);
  let total = units(form.objectiveConstant) * one;
  const reduced = Array.from(form.objective, (c) => units(c) * one);
  for (let i = 0; i < form.rowCount; i++) {
    total -= units(y[i] ?? 0) * units(rhs[i] ?? 0);
    for (let k = form.start[i] ?? 0; k < (form.start[i + 1] ?? 0); k++) {
      const j = form.column[k] ?? 0;
      reduced[j] = (reduced[j] ?? 0n) + units(y[i] ?? 0) * units(form.value[k] ?? 0);
    }
  }
  reduced.forEach((r, j) => {
    const at = form.fixed[j] ?? -1;
    if (at === 1 || (at < 0 && r < 0n)) total += r;
  });
  return total;
}
