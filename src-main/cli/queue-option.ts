/** The option `--queue`: an address, or - for the one in the environment, where no list of processes shows its password. */
import { createLazyExecutor } from '../engine/execution/lazy-executor.ts';
import { createPiscinaExecutor } from '../engine/execution/piscina-executor.ts';
import { EngineError } from '../engine/error-value.ts';
import { applicationManifest } from '../engine/manifest.ts';
import { openQueue } from '../engine/queue/open-queue.ts';
import type { OpenQueue } from '../engine/queue/open-queue.ts';
import { queueAddress } from '../engine/queue/queue-address.ts';
import { createQueueExecutor } from '../engine/queue/queue-executor.ts';
import type { QueueExecutor } from '../engine/queue/queue-executor.ts';
import { queueRefusal } from '../engine/queue/queue-refusals.ts';
import { oneLine } from '../../src-science/program/one-line.ts';

const VARIABLE = 'LEIBNIZ_QUEUE';
/** That a server is away is said again after so long. */
const SAID_AGAIN_MS = 60_000;

/** @throws EngineError saying why the queue cannot be used */
export function openQueueOf(option: string): Promise<OpenQueue> {
  const text = option === '-' ? process.env[VARIABLE] : option;
  if (text === undefined || text === '') {
    throw new EngineError(
      'usage', `--queue - needs the address of a queue in ${VARIABLE}.`, 'Set it, or give the address.', { field: '--queue' },
    );
  }
  const address = queueAddress(text);
  let saidAt = -Infinity;
  return openQueue(address, (error) => {
    if (performance.now() - saidAt < SAID_AGAIN_MS) return;
    saidAt = performance.now();
    sayOnStderr(`${queueRefusal(error, address).message} What is under way waits for it.`);
  });
}

/** An executor whose jobs other machines do. */
export async function queueExecutorOf(option: string): Promise<QueueExecutor> {
  return createQueueExecutor(await openQueueOf(option), {
    application: applicationManifest().application,
    local: createLazyExecutor(0, (size) => createPiscinaExecutor({ size })),
    onNews: sayOnStderr,
  });
}

export function sayOnStderr(text: string): void {
  process.stderr.write(`${oneLine(text)}\n`);
}
