/**
 * The person's settings, as the window shows them and the shell keeps them. Apart from `ipc.ts`, because the
 * first window's place and theme are wanted before anything else of the contract is.
 */
import { z } from './zod.ts';

export const Theme = z.enum(['system', 'dark', 'light']);
export const Settings = z.object({
  theme: Theme,
  /** Pool size; 0 means one worker per core. */
  poolSize: z.number().int().min(0).max(256),
  /** Opaque layout of the dockable panels, as the renderer serializes it; null is the default layout. */
  layout: z.string().max(200_000).nullable(),
  /** Columns shown in the run table, in order; null is the default. */
  runColumns: z.array(z.string().max(60)).max(60).nullable(),
});
export type Settings = z.infer<typeof Settings>;
