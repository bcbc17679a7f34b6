/** `npm run bench -- starts [FOLDER]`: see `measure-starts.ts`, run where the compiled kernels are. */
import { inWorker } from './with-kernels.ts';

if (await inWorker(import.meta.url)) await import('./measure-starts.ts');
