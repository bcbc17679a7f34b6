/** `npm run bench -- gradients`: see `measure-gradients.ts`, run where the compiled kernels are. */
import { inWorker } from './with-kernels.ts';

if (await inWorker(import.meta.url)) await import('./measure-gradients.ts');
