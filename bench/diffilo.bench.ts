/** `npm run bench -- diffilo`: see `measure-diffilo.ts`, run where the compiled kernels are. */
import { inWorker } from './with-kernels.ts';

if (await inWorker(import.meta.url)) await import('./measure-diffilo.ts');
