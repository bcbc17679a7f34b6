/** The pictures of a comparison, and what each can be asked. */
import { COMPARED_NAMES } from '../../src-science/statistics/comparison.ts';
import type { Compared } from '../../src-science/statistics/comparison.ts';
import { boxStrip } from './box-strip.ts';
import { gapOverTime } from './gap-over-time.ts';
import { parallelCoordinates } from './parallel-coordinates.ts';
import type { DrawPicture } from './picture.ts';
import { dataProfile, performanceProfile } from './profile-pictures.ts';
import { rankPlot } from './rank-plot.ts';
import { scatter } from './scatter.ts';

interface PictureRecord {
  readonly label: string;
  readonly help: string;
  readonly draw: DrawPicture;
  /** Whether it is made of the records of runs. */
  readonly ofRecords: boolean;
  /** What it can compare by; nothing where it draws the same whatever is compared. */
  readonly compares: readonly Compared[];
  /** Which controls it has besides those of the comparison. */
  readonly asks: readonly ('scale' | 'budget' | 'ranksOver' | 'columns')[];
}

export const PICTURES = {
  performance: {
    label: 'Performance profile', ofRecords: true, compares: ['seconds', 'integral'], asks: [], draw: performanceProfile,
    help: 'The share of instances that each method solves within τ times the best method’s time, or primal integral (Dolan and Moré)',
  },
  data: {
    label: 'Data profile', ofRecords: true, compares: [], asks: ['budget'], draw: dataProfile,
    help: 'The share of instances that each method solves within a budget (Moré and Wild)',
  },
  time: {
    label: 'Gap over time', ofRecords: true, compares: [], asks: ['scale'], draw: gapOverTime,
    help: 'The mean primal gap of each method’s runs over time, and the band of their quartiles',
  },
  box: {
    label: 'Box and strip', ofRecords: false, compares: COMPARED_NAMES, asks: ['scale'], draw: boxStrip,
    help: 'Every run a point, with quartiles and whiskers by method',
  },
  ranks: {
    label: 'Ranks', ofRecords: false, compares: COMPARED_NAMES, asks: ['ranksOver'], draw: rankPlot,
    help: 'Mean ranks of the methods; those closer than Nemenyi’s critical difference are joined (Demšar)',
  },
  parallel: {
    label: 'Parallel coordinates', ofRecords: false, compares: [], asks: ['scale'], draw: parallelCoordinates,
    help: 'The settings in which the runs differ and what they came to, a line a run',
  },
  scatter: {
    label: 'Scatter', ofRecords: false, compares: [], asks: ['scale', 'columns'], draw: scatter,
    help: 'Any two figures or settings of runs against each other',
  },
} as const satisfies Readonly<Record<string, PictureRecord>>;
export type PictureName = keyof typeof PICTURES;
export const PICTURE_NAMES = Object.keys(PICTURES) as readonly PictureName[];

/** What a picture asks for besides the comparison. */
export function asksOf(name: PictureName): PictureRecord['asks'] {
  return PICTURES[name].asks;
}

export function comparesOf(name: PictureName): readonly Compared[] {
  return PICTURES[name].compares;
}
