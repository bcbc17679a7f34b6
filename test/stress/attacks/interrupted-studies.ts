/**
 * SIGINT, SIGTERM and SIGHUP to `leibniz study run` at random moments from when it hears them: while it loads, makes its
 * runs, works, saves; each up to three times within moments, as a press of Ctrl-C arrives through npm and a launcher.
 * It must end by itself with its table and exit code 1, with a saved file that is whole and holds the runs of
 * the table, and nothing left behind. One in five, in the long form, comes earlier: while Node loads the command line a
 * signal may end it as it ends any program, with nothing made.
 */
import { existsSync, globSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack } from '../attack.ts';
import { hearsSignals, pause, startScript } from '../process.ts';
import type { Ended } from '../process.ts';

const CLI = 'src-main/cli/main.ts';

/** How long studies take, from one run of milliseconds to thousands that are still being made after seconds. */
const STUDIES = [
  { runs: 1, iterations: 1, within: 2500 },
  { runs: 40, iterations: 50, within: 4000 },
  { runs: 3000, iterations: 20, within: 9000 },
  { runs: 2, iterations: 100_000_000, within: 5000 },
] as const;

/** Within which Node has begun the command line, on a machine that does nothing else. */
const EARLY_MILLISECONDS = 1000;

export const attack: Attack = {
  name: 'interrupted-studies',
  summary: 'A study is sent SIGINT, SIGTERM or SIGHUP at a random moment; it ends with its table, a saved file and exit code 1, and leaves nothing behind.',
  async run({ form, random, folder, say }) {
    const signals = form === 'short' ? 4 : 200;
    const failed: string[] = [];
    const counts = {
      'ended with table and file': 0,
      'ended by themselves before the signal': 0,
      'ended by the signal before they had begun': 0,
      'ended by a copy of the signal, with table and file, while they were leaving': 0,
    };
    for (let k = 0; k < signals; k++) {
      const place = join(folder, String(k));
      mkdirSync(place);
      const kind = STUDIES[k % STUDIES.length] ?? STUDIES[0];
      writeFileSync(join(place, 'a.study.json'), studyText(kind));
      const words = ['study', 'run', join(place, 'a.study.json'), '--session', join(place, 'a.leibniz'), '--workers', '2', '--json'];
      const signal = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const)[Math.floor(3 * random())] ?? 'SIGINT';
      const early = form === 'long' && k % 5 === 4;
      const after = (early ? EARLY_MILLISECONDS : kind.within) * random();
      const study = startScript(CLI, words, { XDG_STATE_HOME: join(place, 'state') });
      if (!early) await hearsSignals(study);
      await Promise.race([pause(after), study.ended]);
      study.process.kill(signal);
      // As from a terminal, npm and a launcher: the same press, more than once.
      for (let copy = Math.floor(3 * random()); copy > 0; copy--) {
        await pause(30 * random());
        study.process.kill(signal);
      }
      const limit = setTimeout(() => study.process.kill('SIGKILL'), 90_000);
      const ended = await study.ended;
      clearTimeout(limit);
      const complaint = await lookAt(ended, place, signal, early, counts);
      if (complaint !== null) failed.push(`signal ${k}, ${signal} ${after.toFixed(0)} ms after it ${early ? 'began' : 'heard them'}, ${kind.runs} runs of ${kind.iterations} iterations: ${complaint}`);
      if (k % 20 === 19) say(`${k + 1} signals, ${failed.length} failed`);
    }
    return { tried: signals, failed, counts };
  },
};

function studyText({ runs, iterations }: { readonly runs: number; readonly iterations: number }): string {
  return JSON.stringify({
    version: 1,
    title: 'Interrupted',
    problems: [{ generate: { family: 'set-cover', parameters: { rows: 6, columns: 12, density: 0.4 }, seed: 1, name: 'small' } }],
    methods: [{
      name: 'descent',
      descent: {
        scheme: 'true-penalty',
        start: { kind: 'random', center: 0.5, spread: 0.1 },
        iterations,
        snapshotEvery: 0,
        recordEvery: Math.max(1, Math.ceil(iterations / 100)),
      },
    }],
    seeds: Array.from({ length: runs }, (_, k) => k + 1),
  });
}

/** @param early whether the signal may have been sent before the command had begun */
async function lookAt(
  { code, signal, stdout, stderr }: Ended, place: string, sent: NodeJS.Signals, early: boolean, counts: Record<string, number>,
): Promise<string | null> {
  const count = (what: string): null => {
    counts[what] = (counts[what] ?? 0) + 1;
    return null;
  };
  const file = join(place, 'a.leibniz');
  const left = readdirSync(place).filter((name) => !['a.study.json', 'a.leibniz', 'state'].includes(name));
  left.push(...globSync('**/*.leibniz', { cwd: join(place, 'state') }));
  if (left.length > 0) return `it left ${left.join(', ')}`;
  // The operating system ended it while Node was still loading the command line.
  if (early && signal === sent && stdout === '' && stderr === '' && !existsSync(file)) {
    return count('ended by the signal before they had begun');
  }
  let runs: { readonly runId: number; readonly status: string }[];
  try {
    runs = (JSON.parse(stdout) as { runs: typeof runs }).runs;
  } catch {
    return `it printed no table (code ${code}, signal ${signal}): ${(stderr + stdout).slice(0, 400)}`;
  }
  if (!existsSync(file)) return 'it saved no file';
  const verified = await startScript(CLI, ['session', 'verify', file, '--json'], { XDG_STATE_HOME: join(place, 'state') }).ended;
  if (verified.code !== 0) return `its file is not whole: ${verified.stdout}${verified.stderr}`;
  const info = await startScript(CLI, ['session', 'info', file, '--json']).ended;
  const saved = (JSON.parse(info.stdout) as { runs: { id: number; status: string }[] }).runs;
  const differing = runs.filter((run) => saved.find(({ id }) => id === run.runId)?.status !== run.status);
  if (differing.length > 0 || saved.length !== runs.length) return `its table of ${runs.length} runs and its file of ${saved.length} differ in ${differing.length}`;
  if (code === 0 && runs.every(({ status }) => status === 'done')) return count('ended by themselves before the signal');
  // Node takes down what listens to signals a moment before it has ended.
  if (signal === sent && stderr === '') return count('ended by a copy of the signal, with table and file, while they were leaving');
  if (code !== 1 || stderr !== '') return `it ended with code ${code}: ${stderr}`;
  return count('ended with table and file');
}
