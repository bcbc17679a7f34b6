/**
 * A program that opens a session and answers commands, one JSON line each: `open`, `recover`, `save`,
 * `hold`, `label`, `note`, `fill`, `points`, `wait-for-error`, `close`. Every command is answered with one line. With
 * LEIBNIZ_TEST_PLAIN_USER it gives up root's rights before the first command.
 */
import { createInterface } from 'node:readline';
import { toErrorValue } from '../../../../src-main/engine/error-value.ts';
import { holdTarget } from '../../../../src-main/engine/session/target-hold.ts';
import { openHere } from './open-here.ts';
import type { HeldSession } from './open-here.ts';

if (process.env['LEIBNIZ_TEST_PLAIN_USER'] !== undefined && process.getuid?.() === 0) {
  process.setegid?.(65534);
  process.seteuid?.(65534);
}

let session: HeldSession | null = null;
const held = (): HeldSession => {
  if (session === null) throw new Error('no session');
  return session;
};

async function carryOut(command: readonly string[]): Promise<unknown> {
  const [name, first = '', second = ''] = command;
  switch (name) {
    case 'open':
      session = openHere({ kind: 'file', path: first }, second);
      return null;
    case 'recover':
      session = openHere({ kind: 'recover', id: first }, second);
      return null;
    case 'hold':
      holdTarget(first);
      return null;
    case 'save':
      return held().ask({ type: 'save', path: first, overwriteChanged: false });
    case 'label':
      return held().ask({ type: 'run.update', ids: [1], change: { label: first } });
    case 'note':
      // Of a million bytes or so, so that the file grows.
      return held().ask({ type: 'run.update', ids: [Number(first)], change: { note: `${second} `.repeat(100_000) } });
    case 'points': {
      // A million bytes or so of trajectory, given while nobody waits for an answer.
      const from = Number(first);
      const values = new Float64Array(Number(second)).map((_, k) => from + k);
      return held().ask({
        type: 'run.event',
        id: 1,
        event: {
          type: 'series',
          chunk: { length: values.length, columns: { iteration: values, seconds: values, loss: values, feasibleShare: values } },
        },
      });
    }
    case 'length':
      return held().ask({ type: 'run.detail', id: 1 }).then((detail) => (detail as { seriesLength: number }).seriesLength);
    case 'errors': {
      // Waits for the batch to be tried.
      for (let k = 0; k < 100 && held().errors.length < Number(first); k++) await new Promise((resolve) => setTimeout(resolve, 50));
      return held().errors;
    }
    case 'close':
      await held().close(first === 'keep');
      return null;
    default:
      throw new Error(`unknown command ${name}`);
  }
}

process.stdout.write('"ready"\n');
for await (const line of createInterface({ input: process.stdin })) {
  try {
    process.stdout.write(`${JSON.stringify({ ok: (await carryOut(JSON.parse(line) as string[])) ?? null })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ error: toErrorValue(error) })}\n`);
  }
}
