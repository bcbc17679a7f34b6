/**
 * LP files in the shape of nurse rostering and timetabling programs: 0-1 assignments, cover rows with integer
 * shortage and surplus, workloads as integers between negative and positive bounds, a largest workload without
 * any bounds of its own. Small enough to be enumerated, or as large as wanted.
 */
export interface RosteringSize {
  readonly nurses: number;
  readonly days: number;
  readonly shifts: number;
}

/** @param random numbers in [0, 1) */
export function rosteringLp({ nurses, days, shifts }: RosteringSize, random: () => number): string {
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const each = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
  const cells = each(nurses).flatMap((n) => each(days).flatMap((t) => each(shifts).map((s) => ({ n, t, s, name: `x${n}_${t}_${s}` }))));
  const slots = each(days).flatMap((t) => each(shifts).map((s) => ({ t, s })));
  const objective = [
    ...cells.map(({ name }) => `${pick(1, 6)} ${name}`),
    ...slots.map(({ t, s }) => `${pick(10, 20)} under${t}_${s}`),
    ...slots.map(({ t, s }) => `${pick(2, 5)} over${t}_${s}`),
    ...each(nurses).map((n) => `3 late${n}`),
    '7 most',
  ];
  const rows: string[] = [];
  for (const n of each(nurses)) for (const t of each(days)) rows.push(`one${n}_${t}: ${cells.filter((c) => c.n === n && c.t === t).map((c) => c.name).join(' + ')} <= 1`);
  for (const { t, s } of slots) rows.push(`cover${t}_${s}: ${cells.filter((c) => c.t === t && c.s === s).map((c) => c.name).join(' + ')} + under${t}_${s} - over${t}_${s} = ${pick(0, nurses)}`);
  for (const n of each(nurses)) {
    const own = cells.filter((c) => c.n === n).map((c) => c.name).join(' + ');
    rows.push(`balance${n}: ${own} - late${n} <= ${Math.ceil(days / 2)}`);
    rows.push(`load${n}: ${own} - most <= 0`);
  }
  rows.push(`cap: most <= ${days}`);
  const bounds = [
    ...slots.flatMap(({ t, s }) => [`0 <= under${t}_${s} <= ${nurses}`, `0 <= over${t}_${s} <= ${nurses}`]),
    ...each(nurses).map((n) => `-${pick(1, 3)} <= late${n} <= ${days}`),
  ];
  const integers = [...slots.flatMap(({ t, s }) => [`under${t}_${s}`, `over${t}_${s}`]), ...each(nurses).map((n) => `late${n}`), 'most'];
  return ['Minimize', ` cost: ${objective.join('\n + ')}`, 'Subject To', ...rows.map((row) => ` ${row}`), 'Bounds', ...bounds.map((bound) => ` ${bound}`), 'Binaries', ` ${cells.map((c) => c.name).join('\n ')}`, 'Generals', ` ${integers.join('\n ')}`, 'End', ''].join('\n');
}
