/**
 * Loaded before a thread's entry: says, each time WebAssembly is asked to compile in the background, whether
 * the port to the thread's owner keeps its event loop going meanwhile.
 */
import { BroadcastChannel, parentPort } from 'node:worker_threads';

export const LOADING_CHANNEL = 'leibniz-test-loading';

for (const name of ['compile', 'instantiate'] as const) {
  const original = WebAssembly[name] as (...given: unknown[]) => Promise<unknown>;
  Object.defineProperty(WebAssembly, name, {
    value: (...given: unknown[]): Promise<unknown> => {
      const channel = new BroadcastChannel(LOADING_CHANNEL);
      channel.postMessage(parentPort?.hasRef() ?? false);
      channel.close();
      return original(...given);
    },
  });
}
