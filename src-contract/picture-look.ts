/**
 * How pictures leave the window: as a message carries it and as it is remembered. Apart from the list of formats, which the
 * window's start reads without schemas.
 */
import { z } from './zod.ts';

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
