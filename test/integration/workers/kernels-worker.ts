/** A worker that says which compiled kernels it has. */
import { parentPort } from 'node:worker_threads';
import { compiledKernels } from '../../../src-workers/compiled-kernels.ts';

parentPort?.postMessage(Object.keys(compiledKernels()).sort());
