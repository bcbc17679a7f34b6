/**
 * The formats that charts are exported in. Menus, dialogs and endings read this list and no other; what draws a format
 * is the page's (`src-renderer/plot/picture-writers.ts`).
 */
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

export type PictureFormatName = keyof typeof PICTURE_FORMATS;

/** In the order of the menus. */
export const PICTURE_FORMAT_NAMES = Object.keys(PICTURE_FORMATS) as readonly PictureFormatName[];
