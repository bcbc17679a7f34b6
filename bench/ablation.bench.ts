/** `npm run bench -- ablation`: see `measure-ablation.ts`, run where the compiled kernels are. */
import { inWorker } from './with-kernels.ts';

if (await inWorker(import.meta.url)) await import('./measure-ablation.ts');
