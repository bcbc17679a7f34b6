/** What a study would come to, in a few sentences. Pure. */
import type { StudyPlanView } from '../../src-contract/session-study.ts';
import { sizeText } from '../../src-science/descent/recorded-size.ts';
import { formatCount, formatDuration } from '../format/index.ts';

const runs = (count: number): string => (count === 1 ? 'one run' : `${formatCount(count)} runs`);

/** Less is not worth a word. */
const SAID_FROM_BYTES = 1e6;

/** @param workers of the pool, which share the runs */
export function planWords(plan: StudyPlanView, workers: number): readonly string[] {
  const made = plan.runs - plan.kept - plan.same;
  const said = [plan.kept === 0
    ? `${formatCount(plan.runs)} ${plan.runs === 1 ? 'run' : 'runs'}.`
    : `${formatCount(plan.runs)} runs: ${formatCount(plan.kept)} ${plan.kept === 1 ? 'is' : 'are'} there already and kept, ${formatCount(made)} to be made.`];
  if (plan.same > 0) said.push(`${runs(plan.same)} would be the same as another of this study, and ${plan.same === 1 ? 'is' : 'are'} shared.`);
  if (made > 0) said.push(timeWords(plan, made, workers));
  if (plan.bytes >= SAID_FROM_BYTES) said.push(`They store at most ${sizeText(plan.bytes)}.`);
  return said;
}

function timeWords({ seconds, unknown, limit }: StudyPlanView, made: number, workers: number): string {
  const share = Math.max(1, Math.min(workers, made));
  const on = `on ${share === 1 ? 'one worker' : `${share} workers`}`;
  const most = limit === null || limit === 0 ? '' : `; their time limits allow at most ${formatDuration(limit / share)}`;
  if (unknown === made) return `No finished run of this session tells how long they take${most}.`;
  const but = unknown === 0 ? '' : `, without ${runs(unknown)} that no finished run is like`;
  return `About ${formatDuration(Math.max(1, seconds / share))} ${on}, by finished runs like them${but}${most}.`;
}
