/**
 * `leibniz worker`: does runs of a queue until it is stopped. It then gives back what it is at, which another worker
 * goes on with from its last checkpoint.
 */
import { applicationManifest } from '../../engine/manifest.ts';
import { serveQueue } from '../../engine/queue/serve-queue.ts';
import { onInterrupt } from '../interrupts.ts';
import type { CommandReply } from '../output.ts';
import { openQueueOf, sayOnStderr } from '../queue-option.ts';

export interface WorkerOptions {
  readonly queue: string;
  readonly slots?: number;
}

export async function worker({ queue, slots }: WorkerOptions): Promise<CommandReply> {
  let release: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (release = onInterrupt(resolve)));
  const open = await openQueueOf(queue);
  const manifest = applicationManifest();
  const serving = await serveQueue(open, { slots: slots ?? null, manifest, onNews: sayOnStderr });
  const count = serving.slots();
  sayOnStderr(
    `At ${open.address.shown} with ${count === 1 ? 'one slot' : `${count} slots`}${slots === undefined ? ' to begin with' : ''}; Ctrl-C gives back what is under way.`,
  );
  if (!open.address.encrypted) sayOnStderr('The connection is not encrypted: programs and results go over it in clear text.');
  await stopped;
  await serving.close();
  release();
  const done = serving.done();
  return { json: { queue: open.address.shown, done }, text: `${done === 1 ? 'One run' : `${done} runs`} done.\n`, exitCode: 0 };
}
