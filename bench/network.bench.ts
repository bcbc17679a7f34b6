/** `npm run bench -- network`: see `measure-network.ts`, run where the compiled kernels are. */
import { inWorker } from './with-kernels.ts';

if (await inWorker(import.meta.url)) await import('./measure-network.ts');
