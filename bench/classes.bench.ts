/** `npm run bench -- classes [FOLDER]`: see `measure-classes.ts`, run where the compiled kernels are. */
import { inWorker } from './with-kernels.ts';

if (await inWorker(import.meta.url)) await import('./measure-classes.ts');
