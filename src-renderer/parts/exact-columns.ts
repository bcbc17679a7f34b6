import type { SeriesColumn } from '../../src-contract/job-event.ts';

/** Columns to ask an exact run for. */
export const EXACT_COLUMNS: readonly SeriesColumn[] = ['seconds', 'incumbent', 'bound', 'missed'];
