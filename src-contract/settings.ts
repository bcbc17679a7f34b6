/**
 * The person's settings, as the window shows them and the shell keeps them. Apart from `ipc.ts`, because the
 * first window's place and theme are wanted before anything else of the contract is.
 */
import { JobKindName, JobSpec } from './job-spec.ts';
import { PictureLook } from './picture-look.ts';
import { z } from './zod.ts';

export const Theme = z.enum(['system', 'dark', 'light']);
/** Where a CSV table says what made its numbers: in a JSON file beside it, in comment lines above it, or nowhere. */
export const TABLE_MANIFEST_PLACES = ['beside', 'comments', 'none'] as const;
export const TableManifestPlace = z.enum(TABLE_MANIFEST_PLACES);
export type TableManifestPlace = z.infer<typeof TableManifestPlace>;

/** How LaTeX aligns numbers: by itself, or in columns of siunitx. */
const LATEX_NUMBERS = ['aligned', 'siunitx'] as const;

/** What a person changed in the form of a kind of run, as texts by the field's path. */
export const RunDraft =
  z.object({ preset: z.string().max(60).nullable(), seeds: z.string().max(20), texts: z.record(z.string().max(80), z.string().max(4000)) });
export type RunDraft = z.infer<typeof RunDraft>;

/** Settings that a person saved under a name. */
export const OwnPreset = z.object({ name: z.string().min(1).max(50), spec: JobSpec });
export type OwnPreset = z.infer<typeof OwnPreset>;

/** A saved way to look at the run table. */
export const RunView = z.object({
  name: z.string().max(60),
  columns: z.array(z.string().max(60)).max(60).nullable(),
  /** Columns that stay in sight. */
  kept: z.array(z.string().max(60)).max(60),
  filter: z.string().max(2000),
  sorting: z.array(z.object({ id: z.string().max(60), desc: z.boolean() })).max(20),
  grouping: z.string().max(40).nullable(),
  figure: z.string().max(40),
});
export type RunView = z.infer<typeof RunView>;

export const Settings = z.object({
  theme: Theme,
  /** Pool size; 0 means one worker per core, less one for the window where there are more than two cores. */
  poolSize: z.number().int().min(0).max(256),
  /** Opaque layout of the dockable panels, as the renderer serializes it; null is the default layout. */
  layout: z.string().max(200_000).nullable(),
  /** Minutes after which a session with a file of its own is saved by itself; 0 or left out, never. */
  autosaveMinutes: z.number().int().min(0).max(120).optional(),
  /** Columns shown in the run table, in order; null is the default. */
  runColumns: z.array(z.string().max(60)).max(60).nullable(),
  /** Those of them that stay in sight when the table is scrolled sideways; left out, the first. */
  keptColumns: z.array(z.string().max(60)).max(60).optional(),
  runViews: z.array(RunView).max(100).optional(),
  /** Of CSV exports; left out, as in settings from before the choice, the file beside. */
  tableManifest: TableManifestPlace.optional(),
  /** Of LaTeX exports: aligned without a package, or in columns of siunitx. */
  latexNumbers: z.enum(LATEX_NUMBERS).optional(),
  /** How pictures were last exported. */
  pictureLook: PictureLook.optional(),
  /** Settings of each kind of run as they were last used; left out where none was. */
  runDrafts: z.partialRecord(JobKindName, RunDraft).optional(),
  /** Left out where there is none. */
  ownPresets: z.array(z.unknown()).max(200).transform((all) => all.flatMap((each): OwnPreset[] => {
    // One of another version, with settings that are none any more, is no reason to lose the others.
    const parsed = OwnPreset.safeParse(each);
    return parsed.success ? [parsed.data] : [];
  })).optional(),
});
export type Settings = z.infer<typeof Settings>;
