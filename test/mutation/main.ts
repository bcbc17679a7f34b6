/**
 * Mutation testing of src-science: changes one small thing at a time in memory, runs the unit tests that
 * reach it, and reports what none of them noticed. Started by `npm run mutation`; see docs/testing.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isEquivalent } from './equivalents.ts';
import { mutantsOf, type Mutant } from './mutants.ts';
import { folderOf, survivors, table, type Trial } from './report.ts';
import { allocate, draw, seededRandom } from './sample.ts';
import { createTester } from './tester-process.ts';
import { placeSources, tryMutant } from './trials.ts';

const USAGE = 'Usage: npm run mutation -- [--sample N] [--seed S] [--only PATH,…]   PATH inside src-science, such as program/formats';

const root = process.cwd();

function fail(message: string): never {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exit(2);
}

function options(): { sample: number | null; seed: number; only: string } {
  try {
    const { values } = parseArgs({
      options: { sample: { type: 'string' }, seed: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
    });
    const sample = values.sample === undefined ? null : Number(values.sample);
    const seed = Number(values.seed);
    if (sample !== null && !(Number.isInteger(sample) && sample > 0)) fail(`--sample is a number of mutants, not “${values.sample ?? ''}”.`);
    if (!(Number.isInteger(seed) && seed >= 0)) fail(`--seed is a whole number, not “${values.seed}”.`);
    return { sample, seed, only: values.only };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function filesUnder(folder: string, end: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => end.test(name))
    .sort();
}

/** Unit tests that name the science, wherever they stand; our own tests change no source. */
function testFiles(): string[] {
  return filesUnder('test/unit', /\.test\.tsx?$/).filter((file) =>
    !file.startsWith('test/unit/mutation/') && readFileSync(join(root, file), 'utf8').includes('/src-science/')
  );
}

const { sample, seed, only } = options();
const sources = placeSources(filesUnder('src-science', /\.ts$/).map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') })));
const lines = new Map(sources.map(({ file, text }) => [file, text.split('\n')]));
const lineOf = ({ file, line }: Mutant): string => lines.get(file)?.[line - 1] ?? '';
const places = only.split(',');
const wanted = sources.filter(({ file }) => places.some((place) => file.slice('src-science/'.length).startsWith(place)));
const mutants = wanted.flatMap(({ file, text }) => mutantsOf(file, text)).filter((mutant) => !isEquivalent(mutant, lineOf(mutant)));
if (mutants.length === 0) fail(`There is nothing to change under “${only}”.`);

const byFolder = new Map<string, Mutant[]>();
for (const mutant of mutants) {
  const folder = folderOf(mutant.file);
  const own = byFolder.get(folder);
  if (own === undefined) byFolder.set(folder, [mutant]);
  else own.push(mutant);
}
const sizes = new Map([...byFolder].map(([folder, { length }]) => [folder, length]));
const random = seededRandom(seed);
const counts = allocate(sizes, sample ?? mutants.length);
const chosen = [...byFolder].flatMap(([folder, own]) => (sample === null ? own : draw(own, counts.get(folder) ?? 0, random)));

const tester = createTester(root);
console.log(`${String(mutants.length)} mutants, ${String(chosen.length)} of them tried${sample === null ? '' : `, seed ${String(seed)}`}`);
const bases = Object.fromEntries(sources.map(({ file, base }) => [file, base]));
const survey = await tester.ask({ kind: 'survey', testFiles: testFiles(), bases }, 30 * 60_000);
tester.close();
if (survey?.kind !== 'survey' || survey.failed.length > 0) {
  process.stderr.write(`The tests do not pass without a change${survey?.kind === 'survey' ? `: ${survey.failed.join(', ')}` : ''}.\n`);
  process.exit(1);
}
console.log(`${String(survey.tests.length)} tests surveyed`);

const trials: Trial[] = [];
const started = Date.now();
for (const mutant of chosen) {
  const source = sources.find(({ file }) => file === mutant.file);
  if (source === undefined) continue;
  const trial = { mutant, outcome: await tryMutant(tester, mutant, source, survey.tests) };
  trials.push(trial);
  if (trial.outcome === 'survived' || trial.outcome === 'unreached') console.log(survivors([trial], lineOf));
  if (trials.length % 50 === 0) console.log(`… ${String(trials.length)} of ${String(chosen.length)} after ${String(Math.round((Date.now() - started) / 1000))} s`);
}
tester.close();
console.log(`\n${table(sizes, trials)}`);
