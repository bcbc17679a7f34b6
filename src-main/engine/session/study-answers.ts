/** What an open session answers about its studies. */
import type { RunCounts, StudyDetail, StudyStatus, StudySummary } from '../../../src-contract/session-study.ts';
import { shardOf } from '../../../src-contract/study-shards.ts';
import { EngineError } from '../error-value.ts';
import type { CommandAnswers, CommandsOf, Kept } from './kept.ts';
import type { RunRow } from './run-row.ts';
import { placeKey, planStudy } from './study-plan.ts';
import { secondsOf } from './study-seconds.ts';
import type { PlaceRow, StudyRow } from './study-store.ts';

const COUNTED_AS: Readonly<Record<RunRow['status'], keyof RunCounts>> = {
  queued: 'queued', running: 'running', cancelling: 'running', done: 'done', failed: 'failed', cancelled: 'stopped', interrupted: 'stopped',
};

export function studyAnswers({ problems, runs, studies, news, edits, tell, touch }: Kept): CommandAnswers<CommandsOf<'study'>> {
  /** A place whose run is gone is empty. */
  const presentRun = ({ runId }: PlaceRow): RunRow | undefined => (runId === null ? undefined : runs.rows.get(runId));
  /** What is there of a study: places of problems that were removed are not. */
  const present = (id: number): readonly PlaceRow[] => studies.places(id).filter(({ problemId }) => problems.rows.has(problemId));
  const summary = (row: StudyRow): StudySummary => {
    const places = present(row.id);
    const counts: RunCounts = { missing: 0, queued: 0, running: 0, done: 0, failed: 0, stopped: 0 };
    for (const place of places) {
      const run = presentRun(place);
      counts[run === undefined ? 'missing' : COUNTED_AS[run.status]]++;
    }
    return {
      id: row.id, title: row.title, createdAt: row.createdAt, state: row.state, status: statusOf(row, counts),
      problems: row.spec.problems.filter((id) => problems.rows.has(id)).length,
      methods: row.spec.methods.map(({ name }) => name), runs: places.length, counts,
    };
  };
  const detail = (id: number): StudyDetail => {
    const row = studies.row(id);
    return {
      summary: summary(row),
      spec: row.spec,
      runs: present(id).map((place) => ({
        problemId: place.problemId, method: place.method, seed: place.seed, runId: presentRun(place)?.id ?? null,
      })),
    };
  };
  return {
    'study.list': () => [...studies.rows.values()].map(summary),
    'study.detail': ({ id }) => detail(id),
    'study.plan'({ id, spec }) {
      const plan = planStudy(spec, id === null ? [] : studies.places(id), { problems, runs });
      const found = secondsOf(plan.runs, runs.rows.values());
      return {
        complaints: [...plan.complaints],
        drawNothing: [...plan.drawNothing],
        runs: plan.runs.length,
        kept: plan.runs.filter(({ what }) => what === 'kept').length,
        same: plan.runs.filter(({ sameAs }) => sameAs !== null).length,
        bytes: plan.runs.reduce((sum, { bytes }) => sum + bytes, 0),
        ...found,
      };
    },
    'study.update'({ id, change: { title } }) {
      studies.row(id);
      if (title !== undefined) edits.perform(`rename the study “${title}”`, { studies: [{ id, change: { title } }] });
      return summary(studies.row(id));
    },
    'study.remove'({ id }) {
      const { title } = studies.row(id);
      edits.perform(`remove the study “${title}”`, { studies: [{ id, change: { removedAt: Date.now() } }] });
      return null;
    },
    'study.put'({ id, title, spec, state }) {
      const plan = planStudy(spec, id === null ? [] : studies.places(id), { problems, runs });
      const [complaint] = plan.complaints;
      if (complaint !== undefined) {
        const problem = problems.row(complaint.problemId).name;
        throw new EngineError(
          'spec-invalid', `“${complaint.method}” on “${problem}”: ${complaint.message}`, 'Correct the method and start the study again.',
          { field: complaint.field },
        );
      }
      touch();
      const row = id === null ? studies.create(title, spec, state, Date.now()) : studies.change(id, { title, spec, state });
      const places = studies.replacePlaces(row.id, plan.runs.map((planned) => {
        const { problemId, method, seed, place, sameAs } = planned;
        const { what, runId } = (sameAs === null ? undefined : plan.runs[sameAs]) ?? planned;
        return { problemId, method, seed, runId: what === 'made' ? null : runId, ...(place === null ? {} : { id: place }) };
      }));
      for (const { runId } of places) if (runId !== null) news.runMade(runId);
      tell({ type: 'studies' });
      return {
        id: row.id,
        drawNothing: [...plan.drawNothing],
        runs: plan.runs.map(({ problemId, method, seed, spec: runSpec, what, runId, sameAs, bytes, position }, k) => ({
          place: places[k]?.id ?? 0, problemId, method, seed, what, runId, sameAs, bytes, position,
          spec: what === 'made' && sameAs === null ? runSpec : null,
        })),
      };
    },
    'study.shards'({ id }) {
      const { spec } = studies.row(id);
      const { shards } = spec;
      if (shards === undefined) return [];
      // Without one of its problems the runs have other positions, and the parts would be told wrongly.
      for (const problemId of spec.problems) problems.row(problemId);
      const found = Array.from({ length: shards }, (_, k) => ({ shard: k + 1, runs: 0, done: 0, failed: 0, open: 0, missing: 0 }));
      const places = new Map(studies.places(id).map((place) => [placeKey(place), place]));
      const plan = planStudy(spec, studies.places(id), { problems, runs });
      for (const planned of new Map(plan.runs.map((run) => [run.position, run])).values()) {
        const part = found[shardOf(planned.position, shards) - 1];
        if (part === undefined) continue;
        const place = places.get(placeKey(planned));
        const status = place === undefined ? undefined : presentRun(place)?.status;
        part.runs++;
        if (status === undefined) part.missing++;
        else part[status === 'done' || status === 'failed' ? status : 'open']++;
      }
      return found;
    },
    'study.state'({ id, state }) {
      studies.row(id);
      touch();
      studies.change(id, { state });
      tell({ type: 'studies' });
      return null;
    },
  };
}

function statusOf({ state }: StudyRow, { missing, queued, running, stopped }: RunCounts): StudyStatus {
  if (queued + running > 0) return state === 'paused' ? 'paused' : 'going';
  return missing + stopped === 0 ? 'done' : 'open';
}
