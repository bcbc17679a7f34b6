/** `npm run bench -- expectations`: see `measure-expectations.ts`, run where the compiled kernels are. */
import { inWorker } from './with-kernels.ts';

if (await inWorker(import.meta.url)) await import('./measure-expectations.ts');
