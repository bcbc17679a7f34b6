/** `npm run bench -- sampling`: see `measure-sampling.ts`, run where the compiled kernels are. */
import { inWorker } from './with-kernels.ts';

if (await inWorker(import.meta.url)) await import('./measure-sampling.ts');
