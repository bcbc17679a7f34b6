/**
 * Makes `diffilo-best-known.json`: the best objective known of every instance of `diffilo-instances.ts`, and
 * how it came about. HiGHS runs for a time, then the local search for much longer than as a decoder, from
 * x̂ = ½; the better one counts, and a value already in the file that is better than both stays. Nothing
 * here is a proof: `highsBound` says what is. `node bench/diffilo-best-known.ts [--families SC,IS,CA]
 * [--seconds 60] [--work 1000000000] [--searches 2]`. Seconds are processor seconds.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { decode } from '../src-science/decoding/decode.ts';
import { normalForm } from '../src-science/program/normal-form.ts';
import type { Program } from '../src-science/program/program.ts';
import { byHighs, clock, isBetter } from './by-highs.ts';
import { DIFFILO_FAMILIES, DIFFILO_SEEDS, diffiloInstance } from './diffilo-instances.ts';
import type { BestKnown, BestKnownTable } from './diffilo-instances.ts';

const { values } = parseArgs({
  options: {
    families: { type: 'string', default: DIFFILO_FAMILIES.join(',') },
    seconds: { type: 'string', default: '60' },
    work: { type: 'string', default: '1000000000' },
    searches: { type: 'string', default: '2' },
  },
});
const FILE = new URL('./diffilo-best-known.json', import.meta.url);

function bySearch(program: Program, searchWork: number, seed: number): number | null {
  const form = normalForm(program);
  const found = decode(
    form, 'local-search', new Float64Array(form.variableCount).fill(0.5), { mu: null, samples: 1, seed, searchWork, now: clock },
  );
  return found.feasible ? found.objective : null;
}

const table: Record<string, Record<string, BestKnown>> = JSON.parse(readFileSync(FILE, 'utf8')) as BestKnownTable;
for (const family of DIFFILO_FAMILIES.filter((name) => values.families.split(',').includes(name))) {
  for (const seed of DIFFILO_SEEDS) {
    const program = diffiloInstance(family, seed);
    const highs = await byHighs(program, Number(values.seconds));
    const candidates: { value: number; by: string }[] = [];
    const known = table[family]?.[String(seed)];
    if (known !== undefined) candidates.push(known);
    if (highs.best !== null) candidates.push({ value: highs.best, by: 'HiGHS' });
    for (let n = 0; n < Number(values.searches); n++) {
      const value = bySearch(program, Number(values.work), 101 + n);
      if (value !== null) candidates.push({ value, by: 'local search' });
    }
    const [first, ...others] = candidates;
    if (first === undefined) throw new Error(`${family} ${String(seed)}: nothing was found`);
    const best = others.reduce((one, other) => (isBetter(program, other.value, one.value) ? other : one), first);
    table[family] = {
      ...table[family],
      [seed]: { value: best.value, by: best.by, highs: highs.best, highsBound: highs.bound, highsSeconds: Number(values.seconds) },
    };
    writeFileSync(FILE, `${JSON.stringify(table, null, 1)}\n`);
    console.log(family, seed, table[family]?.[String(seed)]);
  }
}
