/** `npm run stress -- [NAME …] [--seed S] [--short]`: carries attacks out and counts what did not hold. */
import { parseArgs } from 'node:util';
import { carryOut, readAttacks } from './attacks.ts';

const USAGE = 'Usage: npm run stress -- NAME … [--seed S] [--short]   or   npm run stress -- --all [--seed S] [--short]';
/** Failures that are printed of each attack. */
const MOST_PRINTED = 20;

function fail(message: string): never {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exit(2);
}

function options(): { names: readonly string[]; all: boolean; seed: number; form: 'short' | 'long' } {
  try {
    const { values, positionals } = parseArgs({
      options: {
        seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
        short: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
    const seed = Number(values.seed);
    if (!Number.isSafeInteger(seed) || seed < 0) fail(`--seed is a whole number, not “${values.seed}”.`);
    return { names: positionals, all: values.all, seed, form: values.short ? 'short' : 'long' };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const { names, all, seed, form } = options();
const attacks = await readAttacks();
const unknown = names.find((name) => !attacks.some((attack) => attack.name === name));
if (unknown !== undefined || (names.length === 0 && !all)) {
  fail(`${unknown === undefined ? 'No attack was named' : `There is no attack “${unknown}”`}. There are:\n${attacks.map(({ name, summary }) => `  ${name}: ${summary}`).join('\n')}`);
}

let failures = 0;
for (const attack of attacks) {
  if (!all && !names.includes(attack.name)) continue;
  console.log(`── ${attack.name}, ${form} form, seed ${seed}\n   ${attack.summary}`);
  const started = Date.now();
  const { tried, failed, counts } = await carryOut(attack, seed, { form, say: (line) => console.log(`   ${line}`) });
  failures += failed.length;
  for (const line of failed.slice(0, MOST_PRINTED)) console.log(`   FAILED ${line}`);
  for (const [what, count] of Object.entries(counts ?? {})) console.log(`   ${what}: ${count}`);
  console.log(`   ${tried} tried, ${failed.length} failed (${((Date.now() - started) / 1000).toFixed(0)} s)`);
}
process.exitCode = failures === 0 ? 0 : 1;
