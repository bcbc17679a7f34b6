/**
 * The formats that charts are exported in. Menus, dialogs and endings read this list and no other; what draws a format
 * is the page's (`src-renderer/plot/picture-writers.ts`).
 */
import { z } from './zod.ts';

export interface PictureFormat {
  /** In menus and dialogs. */
  readonly label: string;
  /** Behind the label in menus; empty where there is nothing to say. */
  readonly note: string;
  /** Of its files, without the dot. */
  readonly ending: string;
}

export const PICTURE_FORMATS = {
  svg: { label: 'SVG', note: '', ending: 'svg' },
  png: { label: 'PNG', note: 'twice the size', ending: 'png' },
  pdf: { label: 'PDF', note: 'fonts embedded', ending: 'pdf' },
} as const satisfies Record<string, PictureFormat>;

/** How a picture leaves the window, other than it is seen there. */
export const PictureLook = z.object({
  /** Of the picture, mm. */
  widthMm: z.number().min(40).max(600),
  /** Height by width; null as on screen. */
  ratio: z.number().min(0.2).max(3).nullable(),
  /** Of labels, pt; titles and captions go with it. */
  fontPt: z.number().min(4).max(24),
  titled: z.boolean(),
  /** With its parameters below it. */
  captioned: z.boolean(),
  /** Dots of a PNG per inch. */
  dpi: z.number().int().min(50).max(1200),
});
export type PictureLook = z.infer<typeof PictureLook>;

/** Where none was chosen yet: two columns of a journal. */
export const USUAL_LOOK: PictureLook = { widthMm: 175, ratio: null, fontPt: 8, titled: false, captioned: true, dpi: 300 };

/** Columns of a journal, mm. */
export const JOURNAL_WIDTHS = { 'one column': 85, 'two columns': 175 } as const;

/** The size of a page in mm. */
export const PageSize = z.object({ widthMm: z.number().min(1).max(5000), heightMm: z.number().min(1).max(20_000) });
export type PageSize = z.infer<typeof PageSize>;

export type PictureFormatName = keyof typeof PICTURE_FORMATS;

/** In the order of the menus. */
export const PICTURE_FORMAT_NAMES = Object.keys(PICTURE_FORMATS) as readonly PictureFormatName[];
