/**
 * `leibniz claims`: every claim of the papers and of our own, settled here and now. A verdict, whatever it
 * is, is a result and no failure: the command ends with 0.
 */
import type { ClaimResult } from '../../../src-science/claims/claim.ts';
import { claimById, CLAIMS } from '../../../src-science/claims/claim-list.ts';
import { EngineError } from '../../engine/error-value.ts';
import { estimateText, numberText, secondsText, tableText } from '../number-text.ts';
import type { CommandReply } from '../output.ts';
import { createProgressBar } from '../progress-bar.ts';

export interface ClaimsOptions {
  /** Ids; left out: all. */
  readonly only?: readonly string[];
}

/** @throws EngineError for an unknown id, naming the known ones */
export async function claims(options: ClaimsOptions): Promise<CommandReply> {
  const chosen = options.only === undefined ? CLAIMS : options.only.map(knownClaim);
  const bar = createProgressBar(process.stderr);
  const results: ClaimResult[] = [];
  for (const claim of chosen) {
    bar.text(`${results.length + 1} of ${chosen.length}: ${claim.title}`);
    // Between two claims the terminal is served; a claim itself takes well under a second.
    await new Promise((resolve) => setImmediate(resolve));
    results.push(claim.run({}, { now: () => performance.now() / 1000 }));
  }
  bar.clear();
  return {
    json: results.map((
      { id, title, source, verdict, measured, expected, standardError, z, seconds },
    ) => ({ id, title, source, verdict, measured, expected, standardError, z, seconds })),
    text: options.only === undefined ? overview(results) : results.map(report).join('\n'),
    exitCode: 0,
  };
}

function knownClaim(id: string): (typeof CLAIMS)[number] {
  const claim = claimById(id);
  if (claim === undefined) {
    throw new EngineError(
      'usage', `There is no claim “${id}”.`, `Claims are ${CLAIMS.map((known) => known.id).join(', ')}.`, { field: '--only' },
    );
  }
  return claim;
}

const measuredText = (measured: number, standardError: number | null): string =>
  standardError === null ? numberText(measured) : estimateText(measured, standardError);

const zText = (z: number | null): string => (z === null ? '' : z.toFixed(Math.abs(z) < 100 ? 1 : 0));

function overview(results: readonly ClaimResult[]): string {
  const table = tableText(
    [
      { label: 'claim', numeric: false },
      { label: 'verdict', numeric: false },
      { label: 'measured', numeric: true },
      { label: 'expected', numeric: true },
      { label: 'z', numeric: true },
      { label: 'time', numeric: true },
      { label: 'source', numeric: false },
    ],
    results.map((result) => [
      result.id,
      result.verdict,
      measuredText(result.measured, result.standardError),
      numberText(result.expected),
      zText(result.z),
      secondsText(result.seconds),
      result.source,
    ]),
  );
  const count = (verdict: ClaimResult['verdict']): number => results.filter((result) => result.verdict === verdict).length;
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  return `${table}\n${results.length} claims: ${count('holds')} hold, ${count('fails')} fail, ${count('fails-as-printed')} fail as printed; ${secondsText(seconds)}\nleibniz claims --only ID tells what was computed.\n`;
}

/** One claim with all that was computed for it. */
function report(result: ClaimResult): string {
  const rows = tableText(
    [
      { label: 'tests', numeric: false },
      { label: 'quantity', numeric: false },
      { label: 'measured', numeric: true },
      { label: '', numeric: false },
      { label: 'expected', numeric: true },
      { label: 'z', numeric: true },
      { label: '', numeric: false },
    ],
    result.details.map((row) => [
      { claim: 'claim', right: 'corrected', shown: '' }[row.role],
      row.label,
      measuredText(row.measured, row.standardError),
      { equal: '=', above: '>', below: '<', differs: '!=' }[row.relation],
      numberText(row.expected),
      zText(row.z),
      row.role === 'shown' ? '' : row.agrees ? 'agrees' : 'DISAGREES',
    ]),
  );
  const right = result.rightFormula === null ? '' : `Right: ${result.rightFormula}\n`;
  const chance = result.falseAlarmRate === null
    ? ''
    : `Chance that a true statement is refused: at most ${numberText(Number(result.falseAlarmRate.toPrecision(2)))}\n`;
  return `${result.id}: ${result.title}\n${result.source}\n${result.verdict}\n\n${rows}\n${result.explanation}\n${right}${chance}`;
}
