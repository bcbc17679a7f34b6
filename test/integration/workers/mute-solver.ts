/** A solver's thread that never has loaded, and does nothing. */
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', () => undefined);
