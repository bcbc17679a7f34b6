/**
 * What commands write: nothing that stands there is replaced unasked, and a file that cannot be written at the end takes
 * nothing away of what was found.
 */
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { solve } from '../../../src-main/cli/commands/solve.ts';
import { READ, WRITTEN } from '../../../src-main/cli/distinct-files.ts';
import { deliver, withFiles } from '../../../src-main/cli/output.ts';
import { EngineError } from '../../../src-main/engine/error-value.ts';
import { commandsOf, optionsOf } from './option-tables.ts';
import { hearsSignals } from '../../stress/process.ts';
import { leibniz, startLeibniz } from './leibniz-process.ts';
import { hardProblem, KNAPSACK } from './small-problems.ts';

const folder = mkdtempSync(join(tmpdir(), 'leibniz-outputs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: string[]): string => join(folder, ...names);
writeFileSync(at('p.lp'), KNAPSACK);
writeFileSync(at('c.bench'), 'INPUT(a)\nINPUT(b)\nOUTPUT(z)\nz = AND(a, b)\n');
writeFileSync(at('g.clq'), 'p edge 3 2\ne 1 2\ne 2 3\n');
/** Runs that end at once, and one that goes on until it is stopped. */
function studyFile(name: string, iterations: number): string {
  writeFileSync(at(name), JSON.stringify({
    version: 1, title: 't', problems: [{ file: 'p.lp' }], seeds: [1, 2],
    methods: [{
      name: 'long',
      descent: { scheme: 'true-penalty', iterations, snapshotEvery: 0, start: { kind: 'random', center: 0.5, spread: 0.1 } },
    }],
  }));
  return at(name);
}
const SHORT = ['descend', at('p.lp'), '--scheme', 'true-penalty', '--iterations', '5'];
const QUICK = studyFile('quick.study.json', 200);

/** Waits until a file is there, or the process has ended. */
async function until(there: () => boolean, ended: Promise<unknown>): Promise<void> {
  let over = false;
  void ended.then(() => (over = true));
  while (!there() && !over) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('an option that names a file to be written', () => {
  it('is in the one list of them, and its command has --force', async () => {
    const written = Object.values(WRITTEN) as string[];
    const read = Object.values(READ) as string[];
    const seen = new Set<string>();
    for (const name of commandsOf((await leibniz('--help')).stdout)) {
      const help = (await leibniz(name, '--help')).stdout;
      const parts = commandsOf(help);
      for (const words of parts.length === 0 ? [[name]] : parts.map((part) => [name, part])) {
        const options = optionsOf(parts.length === 0 ? help : (await leibniz(...words, '--help')).stdout);
        const files = options.flatMap(({ flags }) => /(--[a-z-]+) <file>/.exec(flags)?.[1] ?? []);
        for (const option of files) {
          expect(written.concat(read), words.join(' ')).toContain(option);
          if (!written.includes(option)) continue;
          seen.add(option);
          expect(options.map(({ flags }) => flags), words.join(' ')).toContain('--force');
        }
      }
    }
    expect([...seen].sort()).toEqual(written.toSorted());
  });

  it.each<[string, string, (file: string) => string[]]>([
    ['descend --trajectory', 't.csv', (file) => [...SHORT, '--trajectory', file]],
    ['descend --multipliers', 'm.csv', (file) => ['descend', at('p.lp'), '--preset', 'row-multipliers', '--multipliers', file]],
    ['handover --trajectory', 'h.csv', (file) => ['handover', at('p.lp'), '--limits', '1', '--trajectory', file]],
    ['solve --write-solution', 's.sol', (file) => ['solve', at('p.lp'), '--write-solution', file]],
    ['decode --write-solution', 'd.sol',
      (file) => ['decode', at('p.lp'), '--at', '0.5', '--decoder', 'threshold', '--write-solution', file]],
    ['convert --output', 'c.mps', (file) => ['convert', at('p.lp'), '-o', file]],
    ['generate --output', 'g.mps', (file) => ['generate', 'set-cover', '-o', file]],
    ['graph --output', 'gr.mps', (file) => ['graph', at('g.clq'), '--problem', 'clique', '-o', file]],
    ['test-pattern --output', 'tp.mps', (file) => ['test-pattern', at('c.bench'), '--fault', 'z/0', '-o', file]],
    ['study run --report', 'r.html', (file) => ['study', 'run', QUICK, '--session', at('never.leibniz'), '--report', file]],
  ])('is refused before the work where something stands there: %s', async (option, name, words) => {
    writeFileSync(at(name), 'kept');
    const refused = await leibniz(...words(at(name)));
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(new RegExp(`${/--[a-z-]+/.exec(option)?.[0]}, “.*${name}”, exists already.*\n.*--force`));
    expect(readFileSync(at(name), 'utf8')).toBe('kept');
    expect(readdirSync(folder).filter((entry) => entry.startsWith('.'))).toEqual([]);
    expect(existsSync(at('never.leibniz'))).toBe(false);
  });

  it('is written over where --force says so', async () => {
    writeFileSync(at('t.csv'), 'kept');
    const ended = await leibniz(...SHORT, '--trajectory', at('t.csv'), '--force');
    expect(ended.code).toBe(0);
    expect(readFileSync(at('t.csv'), 'utf8')).toMatch(/^iteration,/);
  });

  it('is refused before the work where the descent has nothing to write there', async () => {
    const ended = await leibniz('descend', at('p.lp'), '--scheme', 'true-penalty', '--multipliers', at('none.csv'));
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('no multipliers') });
    expect(existsSync(at('none.csv'))).toBe(false);
    expect(await leibniz('handover', at('p.lp'), '--from', '0', '--trajectory', at('none.csv')))
      .toMatchObject({ code: 2, stderr: expect.stringContaining('--from') });
  });
});

describe('a file that cannot be written at the end', () => {
  it('of a descent: the result is printed, with what failed beside it', async () => {
    mkdirSync(at('vanishing'));
    const { ended } = startLeibniz([
      'descend', at('p.lp'), '--preset', 'row-multipliers', '--json',
      '--trajectory', at('vanishing', 't.csv'), '--multipliers', at('m2.csv'),
    ]);
    await until(() => existsSync(at('.m2.csv.lock')), ended);
    rmSync(at('vanishing'), { recursive: true });
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/The folder “.*vanishing” does not exist/);
    const reply = JSON.parse(stdout) as Record<string, unknown>;
    expect(reply).toMatchObject({ seed: expect.any(Number), unwritten: [{ code: 'folder-missing', file: at('vanishing', 't.csv') }] });
    expect(JSON.stringify(reply['unwritten'])).not.toMatch(/\bat .*:\d+:\d+/);
    // One that failed keeps none of the others from being written.
    expect(readFileSync(at('m2.csv'), 'utf8')).toMatch(/^row,multiplier\n/);
  });

  it('of a solve or a decoding: the reply has all of the result', async () => {
    mkdirSync(at('leaving'));
    writeFileSync(at('hard.lp'), hardProblem());
    const target = at('leaving', 's.sol');
    const solving = solve(at('hard.lp'), { solver: 'highs', gap: 0, timeLimit: 3, writeSolution: target });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    // Another program puts something there.
    writeFileSync(target, 'kept');
    const { json, text, unwritten } = await solving;
    expect(json).toMatchObject({ status: 'time-limit', seconds: expect.any(Number) });
    expect(text).toMatch(/seconds +/);
    // Where the solver has found nothing in its time there is nothing to write.
    const found = (json as { readonly x: object | null }).x !== null;
    expect(unwritten).toMatchObject(found ? [{ code: 'session-changed-on-disk', file: target }] : []);
    expect(readFileSync(target, 'utf8')).toBe('kept');
  });
});

describe('a reply with files that failed', () => {
  const reply = { json: { a: 1 }, text: 'a 1\n', exitCode: 0 as const };
  const failing = (): Promise<void> =>
    Promise.reject(new EngineError('disk-full', 'There is no room for “x”.', 'Free some.', { file: '/x' }));

  it('goes on with the others, and is printed with them', async () => {
    const done: number[] = [];
    const whole = await withFiles(reply, failing, () => Promise.resolve(done.push(1)), failing);
    expect(done).toEqual([1]);
    expect(whole).toMatchObject({ ...reply, unwritten: [{ code: 'disk-full' }, { code: 'disk-full' }] });
    expect(await withFiles(reply)).toMatchObject({ ...reply, unwritten: [] });
    const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      deliver(whole, false);
      deliver(whole, true);
      expect(stdout.mock.calls[0]).toEqual(['a 1\n']);
      expect(JSON.parse(String(stdout.mock.calls[1]?.[0]))).toEqual({ a: 1, unwritten: whole.unwritten });
      expect(stderr.mock.calls).toHaveLength(4);
      expect(process.exitCode).toBe(1);
    } finally {
      vi.restoreAllMocks();
      process.exitCode = 0;
    }
  });
});

describe('a study that cannot be saved', () => {
  /** Of the test that is going. */
  let state = '';
  const begun = (name: string, session: string): ReturnType<typeof startLeibniz> => startLeibniz(
    ['study', 'run', studyFile(`${name}.study.json`, 3_000_000), '--session', session, '--workers', '1', '--json'],
    { XDG_STATE_HOME: state },
  );
  const working = (): string[] => globSync('**/session.leibniz', { cwd: state });
  /** Waits until runs are made, and some of one is stored. */
  async function untilAtWork(ended: Promise<unknown>): Promise<void> {
    await until(() => working().some((path) => {
      try {
        const database = new Database(join(state, path), { readonly: true });
        try {
          return Number(database.prepare('SELECT count(*) FROM series_chunk').pluck().get()) > 0;
        } finally {
          database.close();
        }
      } catch {
        return false;
      }
    }), ended);
  }

  it.each<[string, (session: string) => void, (session: string) => void, RegExp]>([
    ['because its place was taken', (session) => writeFileSync(session, 'somebody’s'), (session) => rmSync(session),
      /was made by another program/],
    ['because its folder is gone', (session) => rmSync(dirname(session), { recursive: true }), (session) => mkdirSync(dirname(session)),
      /The folder .* does not exist/],
  ])('%s: the table is printed, and --resume saves it later', async (what, spoil, mend, reason) => {
    const name = what.includes('taken') ? 'taken' : 'gone';
    state = at(`state-${name}`);
    mkdirSync(at(name));
    const session = at(name, 's.leibniz');
    const { process: child, ended } = begun(name, session);
    await untilAtWork(ended);
    spoil(session);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringMatching(reason) });
    expect(stderr).toMatch(/The study is not saved.*\n.*kept in “.*state.*--resume/);
    const reply = JSON.parse(stdout) as { runs: unknown[]; unwritten: unknown[] };
    expect(reply.runs).toHaveLength(2);
    expect(reply.unwritten).toHaveLength(1);
    mend(session);
    const again = ['study', 'run', at(`${name}.study.json`), '--session', session, '--workers', '1', '--resume'];
    const resumed = startLeibniz(again, { XDG_STATE_HOME: state });
    await hearsSignals(resumed);
    resumed.process.kill('SIGHUP');
    expect(await resumed.ended).toMatchObject({ code: 1, stdout: expect.stringContaining('go on with --resume') });
    expect(existsSync(session)).toBe(true);
    expect(working()).toEqual([]);
  });

  it('only because its state folder was removed is saved, and says nothing of folders', async () => {
    state = at('state-lost');
    mkdirSync(at('stateless'));
    const session = at('stateless', 's.leibniz');
    const { process: child, ended } = begun('stateless', session);
    await untilAtWork(ended);
    rmSync(state, { recursive: true });
    child.kill('SIGHUP');
    expect(await ended).toMatchObject({ code: 1, stderr: expect.not.stringMatching(/exist|saved/) });
    expect(await leibniz('session', 'verify', session)).toMatchObject({ code: 0 });
  });
});

describe('a study', () => {
  const environment = { XDG_STATE_HOME: at('state-words') };
  const specs = (method: object): string => JSON.stringify({
    version: 1, title: 't', problems: [{ file: 'p.lp' }, { example: 'p0033' }], seeds: [1], methods: [{ name: 'one', ...method }],
  });
  const words = (...more: string[]): string[] => ['study', 'run', at('w.study.json'), '--session', at('w.leibniz'), ...more];

  it('that is refused before its first run leaves nothing to go on with', async () => {
    const exact = { solver: 'enumerate', timeLimitSeconds: null, relativeGap: 0, start: null, ball: null };
    writeFileSync(at('w.study.json'), specs({ spec: { version: 1, kind: 'exact', exact } }));
    const refused = await startLeibniz(words(), environment).ended;
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('at most 24 free variables') });
    expect(globSync('**/session.leibniz', { cwd: at('state-words') })).toEqual([]);
  });

  it('says why a run failed, in words and in its document, and so does what is asked of its session later', async () => {
    writeFileSync(at('w.study.json'), specs({ descent: { scheme: 'true-penalty', iterations: 20, mu: { kind: 'fixed', value: 1e308 } } }));
    const ended = await startLeibniz(words('--json'), environment).ended;
    expect(ended.code).toBe(1);
    const failed = (JSON.parse(ended.stdout) as { runs: { status: string; reason: string | null; runId: number }[] }).runs
      .filter(({ status }) => status === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    const info = await leibniz('session', 'info', at('w.leibniz'));
    const { runs } = JSON.parse((await leibniz('session', 'info', at('w.leibniz'), '--json')).stdout) as
      { runs: { id: number; status: string; reason: string | null }[] };
    for (const { runId, reason } of failed) {
      expect(reason).toMatch(/^[A-Z].*\.$/);
      expect(info.stdout).toContain(`Run ${runId}: ${reason}\n`);
      expect(runs.find(({ id }) => id === runId)?.reason).toBe(reason);
    }
    expect(runs.filter(({ status, reason }) => status !== 'failed' && reason !== null)).toEqual([]);
  });
});
