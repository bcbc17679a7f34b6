/**
 * Runs a benchmark with the compiled kernels as the program has them: in a worker that is told their
 * folder: `if (await inWorker(import.meta.url)) await import(…)`.
 */
import { once } from 'node:events';
import { isMainThread, Worker } from 'node:worker_threads';
import { kernelsFolder } from '../src-main/engine/entry-points.ts';

/** @returns true inside the worker; false in the process that has waited for it */
export async function inWorker(file: string): Promise<boolean> {
  if (!isMainThread) return true;
  const worker = new Worker(new URL(file), { workerData: { kernels: kernelsFolder() }, argv: process.argv.slice(2) });
  const [code] = (await once(worker, 'exit')) as [number];
  if (code !== 0) process.exitCode = 1;
  return false;
}
