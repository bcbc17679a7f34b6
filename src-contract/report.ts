/** What a report can hold, and what is asked for. */
import { OneLine } from './one-line.ts';
import { z } from './zod.ts';

/** Its sections with their words, in the order of a report. */
export const REPORT_SECTIONS = {
  summary: 'Methods in figures',
  runs: 'Table of runs',
  pictures: 'Trajectories',
  quality: 'Gradient quality',
  notes: 'Notes',
  manifest: 'Versions and specs',
} as const;
export type ReportSection = keyof typeof REPORT_SECTIONS;
export const REPORT_SECTION_NAMES = Object.keys(REPORT_SECTIONS) as readonly ReportSection[];

export const REPORT_FORMATS = { html: 'HTML', pdf: 'PDF' } as const;
export type ReportFormat = keyof typeof REPORT_FORMATS;
export const REPORT_FORMAT_NAMES = Object.keys(REPORT_FORMATS) as readonly ReportFormat[];

export const ReportAsk = z.object({
  title: z.string().max(300).pipe(OneLine),
  /** Runs by number, in the order of the session; null: all of them. */
  runs: z.array(z.number().int().positive()).max(100_000).nullable(),
  sections: z.array(z.enum(REPORT_SECTION_NAMES)).min(1),
});

/** A picture of a panel: shapes and text as SVG, or null and in the caption why there is none. */
export const ReportPicture = z.object({
  title: z.string().max(300), svg: z.string().max(20_000_000).nullable(), caption: z.array(z.string().max(5000)).max(100),
});
export type ReportPicture = z.infer<typeof ReportPicture>;
export type ReportAsk = z.infer<typeof ReportAsk>;
