/** A solver's thread that dies of the first program it is sent. */
import { parentPort } from 'node:worker_threads';

parentPort?.postMessage({ type: 'ready', version: '0' });
parentPort?.on('message', () => process.exit(9));
