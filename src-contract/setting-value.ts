/** Values of settings as they are stored and sent. Apart from `configuration.ts`, which a window reads before it needs a schema. */
import type { SettingValue as Value } from './configuration.ts';
import { z } from './zod.ts';

export const SettingValue = z.union([z.string(), z.number(), z.boolean(), z.null()]) satisfies z.ZodType<Value>;
