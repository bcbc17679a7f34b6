/**
 * The person's settings and recent files: one small JSON file in the app's data folder, checked by
 * its schema when read, written whole and renamed into place. A damaged file is set aside, never
 * fatal: the defaults apply.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Settings } from '../../src-contract/settings.ts';
import { z } from '../../src-contract/zod.ts';

const MAX_RECENT = 12;

const Stored = z.object({
  version: z.literal(1),
  settings: Settings,
  /** Absolute paths of session files, latest first. */
  recent: z.array(z.string()).max(100),
  window: z.object({
    x: z.number().int().optional(), y: z.number().int().optional(), width: z.number().int(), height: z.number().int(),
    maximized: z.boolean(),
  }).nullable(),
});
type Stored = z.infer<typeof Stored>;

type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined };

export type WindowPlace = NonNullable<Stored['window']>;

export interface SettingsStore {
  /** True if there was no settings file yet: a first start. */
  readonly firstStart: boolean;
  settings(): Settings;
  /** Members that are left out or undefined keep their value. */
  change(change: SettingsChange): Settings;
  recent(): readonly string[];
  /** Puts a session file at the top of the recent ones. */
  remember(path: string): void;
  forget(path: string): void;
  windowPlace(): WindowPlace | null;
  rememberWindowPlace(place: WindowPlace): void;
}

const DEFAULTS: Stored = {
  version: 1, settings: { theme: 'system', poolSize: 0, layout: null, runColumns: null }, recent: [], window: null,
};

/** @param file absolute path of the settings file; its folder is made */
export function openSettings(file: string): SettingsStore {
  const read = readStored(file);
  let stored = read ?? DEFAULTS;
  const write = (next: Stored): void => {
    stored = next;
    mkdirSync(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, JSON.stringify(stored, null, 2));
      renameSync(temporary, file);
    } catch (error) {
      // Losing a preference is not worth stopping work for; it is reported once on the console.
      console.error(`Settings could not be written to ${file}: ${String(error)}`);
    }
  };
  if (read === null) write(stored);
  return {
    firstStart: read === null,
    settings: () => stored.settings,
    change: (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      write({ ...stored, settings: Settings.parse({ ...stored.settings, ...given }) });
      return stored.settings;
    },
    recent: () => stored.recent,
    remember: (path) => write({ ...stored, recent: [path, ...stored.recent.filter((other) => other !== path)].slice(0, MAX_RECENT) }),
    forget: (path) => write({ ...stored, recent: stored.recent.filter((other) => other !== path) }),
    windowPlace: () => stored.window,
    rememberWindowPlace: (place) => write({ ...stored, window: place }),
  };
}

function readStored(file: string): Stored | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  try {
    const parsed = Stored.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Not JSON: treated like any other damaged file below.
  }
  try {
    renameSync(file, `${file}.damaged`);
  } catch {
    // It could not be set aside either; the defaults apply all the same.
  }
  return DEFAULTS;
}
