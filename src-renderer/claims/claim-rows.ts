/**
 * Claims without their looks: the words of verdicts, the row of evidence that stands for a claim, the
 * signs between what was measured and what is expected, the sums of a list, and the table that is
 * exported. Numbers are written as everywhere (`format/`).
 */
import type { ClaimResultValue, ClaimVerdict, ClaimView, EvidenceValue } from '../../src-contract/claim.ts';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import { formatEstimate, formatNumber } from '../format/index.ts';

/** What a claim's badge says: its verdict, what it is doing, or that there is none yet. */
export type ClaimState = ClaimVerdict | 'queued' | 'running' | 'cancelling' | 'error' | 'not-run';

export const STATE_WORDS: Readonly<Record<ClaimState, { readonly word: string; readonly help: string }>> = {
  holds: { word: 'holds', help: 'Everything computed agrees with the statement as printed' },
  fails: { word: 'fails', help: 'What was computed contradicts the statement' },
  'fails-as-printed': {
    word: 'fails as printed', help: 'What was computed contradicts the printed formula and agrees with a corrected one',
  },
  queued: { word: 'queued', help: 'Waits for a free worker' },
  running: { word: 'running', help: 'A worker computes it' },
  cancelling: { word: 'stopping', help: 'Asked to stop' },
  error: { word: 'not settled', help: 'The last attempt ended with an error' },
  'not-run': { word: 'not run yet', help: 'Run it to see whether it holds' },
};

export function stateOf(claim: ClaimView): ClaimState {
  return claim.going ?? (claim.error !== null ? 'error' : (claim.settled?.result.verdict ?? 'not-run'));
}

export type ClaimFilter = 'all' | ClaimVerdict | 'not-run';

/** Claims of a verdict. One that is going still counts for the verdict it had. */
export function filterClaims(claims: readonly ClaimView[], filter: ClaimFilter): readonly ClaimView[] {
  if (filter === 'all') return claims;
  return claims.filter((claim) => (claim.settled?.result.verdict ?? 'not-run') === filter);
}

export interface ClaimCounts {
  readonly all: number;
  readonly holds: number;
  readonly fails: number;
  readonly 'fails-as-printed': number;
  readonly 'not-run': number;
  readonly going: number;
  /** Of all results together. */
  readonly seconds: number;
}

export function countClaims(claims: readonly ClaimView[]): ClaimCounts {
  const of = (filter: ClaimFilter): number => filterClaims(claims, filter).length;
  return {
    all: claims.length,
    holds: of('holds'),
    fails: of('fails'),
    'fails-as-printed': of('fails-as-printed'),
    'not-run': of('not-run'),
    going: claims.filter((claim) => claim.going !== null).length,
    seconds: claims.reduce((sum, claim) => sum + (claim.settled?.result.seconds ?? 0), 0),
  };
}

/** A measured number with its standard error where it was sampled. */
export function measuredText(row: Pick<EvidenceValue, 'measured' | 'standardError'>): string {
  return row.standardError !== null ? formatEstimate(row.measured, row.standardError) : formatNumber(row.measured);
}

export const zText = (z: number | null): string => (z === null ? '' : formatNumber(z, { digits: 3, signed: true }));

/** The sign between measured and expected as it was found, whatever was stated: = only where they are the same number. */
export function foundSign(row: Pick<EvidenceValue, 'relation' | 'agrees' | 'measured' | 'expected'>): string {
  switch (row.relation) {
    case 'equal':
      return row.agrees ? (row.measured === row.expected ? '=' : '≈') : '≠';
    case 'differs':
      return row.agrees ? '≠' : '≈';
    case 'above':
      return row.agrees ? '>' : '≯';
    case 'below':
      return row.agrees ? '<' : '≮';
  }
}

/** The row whose numbers stand for the claim. */
export function headlineRow(result: ClaimResultValue): EvidenceValue | null {
  return result.details.find((row) => row.role === 'claim' &&
    Object.is(row.measured, result.measured) && Object.is(row.expected, result.expected) && row.z === result.z) ?? null;
}

/** Samples of each mean, where the claim was settled by sampling. */
export const samplesOf = (claim: ClaimView): number | null => claim.settled?.parameters['samples'] ?? null;

/** The parameters as a reader would repeat them: "seed = 2026, samples = 524288". */
function parametersText(parameters: Readonly<Record<string, number>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
}

export function claimsTable(claims: readonly ClaimView[]): ExportTable {
  const settled = claims.flatMap((claim) => (claim.settled === null ? [] : [{ ...claim, settled: claim.settled }]));
  const versions = [
    ...new Set(settled.map(({ settled: { manifest } }) => `${manifest.application}, ${manifest.runtime}, numerics ${manifest.numerics}`)),
  ];
  return {
    title: 'claims',
    columns: [
      { key: 'id', label: 'id', numeric: false },
      { key: 'title', label: 'claim', numeric: false },
      { key: 'source', label: 'source', numeric: false },
      { key: 'verdict', label: 'verdict', numeric: false },
      { key: 'measured', label: 'measured', numeric: true, digits: 7 },
      { key: 'standardError', label: 'standard error', numeric: true, digits: 3 },
      { key: 'relation', label: 'stated', numeric: false },
      { key: 'expected', label: 'expected', numeric: true, digits: 7 },
      { key: 'z', label: 'z', numeric: true, digits: 4 },
      { key: 'falseAlarmRate', label: 'false-alarm rate', numeric: true, digits: 2 },
      { key: 'seconds', label: 'time', unit: 's', numeric: true, digits: 3 },
      { key: 'parameters', label: 'parameters', numeric: false },
    ],
    // The stated relation as a word: a cell that begins with = is taken for a formula elsewhere.
    rows: settled.map(({ settled: { result, parameters } }) => [
      result.id, result.title, result.source, STATE_WORDS[result.verdict].word, result.measured, result.standardError,
      headlineRow(result)?.relation ?? '', result.expected, result.z, result.falseAlarmRate, result.seconds, parametersText(parameters),
    ]),
    caption: `${settled.length} ${settled.length === 1 ? 'claim' : 'claims'}; z is (measured - expected)/standard error; the false-alarm rate is the chance, at most, that sampling alone refuses a true statement. ${versions.join('; ')}`.trim(),
  };
}
