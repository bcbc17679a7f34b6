/** What an open session answers about its runs, and what runs tell it. */
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { SpecComplaint } from '../../../src-contract/session-request.ts';
import type { RunSummary } from '../../../src-contract/session.ts';
import { EngineError } from '../error-value.ts';
import { createAttachments } from './attachments.ts';
import { improvements } from './improvements.ts';
import type { CommandAnswers, CommandsOf, Kept } from './kept.ts';
import { solutionView } from './problem-views.ts';
import type { SessionCommandOf } from './protocol.ts';
import type { RunRow } from './run-row.ts';
import type { RunEdit } from './run-store.ts';
import { changedTags } from './run-tags.ts';
import { runsInWords } from './edit-answers.ts';
import { seriesView } from './series-view.ts';
import { defaultSpecs, presetSpecs, proposedPresets, solutionsOf, specComplaints, specDraws } from '../kinds/kinds.ts';

export function runAnswers(
  { problems, runs, studies, series, standings, journal, news, edits, tell, touch }: Kept,
): CommandAnswers<CommandsOf<'run'>> {
  const summary = (id: number): RunSummary => standings.summary(runs.row(id));
  const complaints = (problemId: number, spec: JobSpec): SpecComplaint[] => {
    const { program, form } = problems.decoded(problemId);
    return specComplaints(spec, program, form);
  };
  /** Runs are kept in the order they were made, which is that of their ids. */
  const rowsAfter = (after: number, limit: number): RunRow[] => {
    const listed: RunRow[] = [];
    for (const row of runs.rows.values()) {
      if (row.id <= after) continue;
      if (listed.length >= limit) break;
      listed.push(row);
    }
    return listed;
  };
  const attachments = createAttachments({ runs, problems });
  return {
    'run.attachment': ({ spec }) => attachments.of(spec),
    'run.models': () => attachments.models(),
    'run.check': ({ problemId, spec }) => [...complaints(problemId, spec), ...attachments.complaints(spec)],
    'run.draws': ({ problemId, spec }) => specDraws(spec, problems.decoded(problemId).form),
    'run.defaults'({ problemId }) {
      const { program, form } = problems.decoded(problemId);
      return { specs: defaultSpecs(form), presets: presetSpecs(form), proposals: proposedPresets(program) };
    },
    'run.create'({ runs: wanted, manifest }) {
      for (const { problemId, spec } of wanted) {
        const [first] = complaints(problemId, spec);
        if (first !== undefined) {
          throw new EngineError('spec-invalid', first.message, 'Correct the field and start the run again.', { field: first.field });
        }
      }
      touch();
      const affected = new Set(wanted.map(({ problemId }) => problemId));
      for (const { replaces } of wanted) if (replaces !== null) affected.add(runs.row(replaces).problemId);
      const created = journal.create(wanted.map((run) => ({
        ...run, form: problems.decoded(run.problemId).form, manifest: { ...manifest, programHash: problems.row(run.problemId).hash },
      })));
      const links = created.flatMap((runId, k) => (wanted[k]?.places ?? []).map((place) => ({ place, runId })));
      studies.link(links);
      for (const problemId of affected) standings.problemChanged(problemId);
      for (const id of created) news.runMade(id);
      if (links.length > 0) tell({ type: 'studies' });
      const removed = wanted.flatMap(({ replaces }) => replaces ?? []);
      if (removed.length > 0) tell({ type: 'runs-removed', ids: removed });
      return created.map(summary);
    },
    'run.started'({ id, flight, place }) {
      journal.started(id, flight, place);
      news.tellSoon();
      return null;
    },
    'run.cancel'({ ids }) {
      for (const id of ids) runs.row(id);
      for (const id of ids) journal.cancel(id);
      news.tellSoon();
      return null;
    },
    'run.event'({ id, event }) {
      journal.event(id, event);
      if (event.type !== 'snapshot' && event.type !== 'checkpoint') news.tellSoon();
      return null;
    },
    'run.finish'({ id, outcome, interrupted }) {
      journal.finish(id, outcome, interrupted);
      return null;
    },
    'run.reopen'({ ids }) {
      touch();
      const reopened = journal.reopen(ids);
      return reopened.map(({ id, spec, checkpoint }) => ({ summary: summary(id), spec, checkpoint }));
    },
    // As before every answer, what was waiting has been written.
    'run.settle': () => null,
    'run.remove'({ ids }) {
      const removedAt = Date.now();
      for (const id of ids) runs.row(id);
      edits.perform(`remove ${runsInWords(ids)}`, { runs: ids.map((id) => ({ id, change: { removedAt } })) });
      return null;
    },
    'run.update'({ ids, change }) {
      edits.perform(editWords(change, ids), { runs: ids.map((id) => ({ id, change: editedColumns(runs.row(id), change) })) });
      return ids.map(summary);
    },
    'run.list': ({ after = 0, limit = Infinity }) => rowsAfter(after, limit).map((row) => standings.summary(row)),
    'run.detail'({ id }) {
      const texts = runs.texts(id);
      return {
        summary: summary(id), ...texts, hasCheckpoint: runs.hasCheckpoint(id), seriesLength: series.length(id),
        snapshotIterations: runs.snapshotIterations(id),
      };
    },
    'run.series'(command) {
      runs.row(command.id);
      return seriesView(series, command);
    },
    'run.improvements'({ ids }) {
      for (const id of ids) runs.row(id);
      return ids.map((id) => improvements(series, id));
    },
    'run.snapshot'({ id, iteration }) {
      const iterations = runs.snapshotIterations(id);
      const nearest = iterations.filter((stored) => stored <= iteration).at(-1) ?? iterations[0];
      const xHat = nearest === undefined ? null : runs.snapshot(id, nearest);
      if (nearest === undefined || xHat === null) throw new EngineError(
        'snapshot-missing', `Run ${id} has no stored x̂.`, 'Descents keep the first and the last, and more if a stride is given.',
      );
      return { iteration: nearest, xHat };
    },
    'run.solutions'({ id }) {
      const { problemId } = runs.row(id);
      return solutionsOf(runs.texts(id).result).map((solution) => solutionView(id, solution, problems.decoded(problemId).program));
    },
  };
}

type RunChange = SessionCommandOf<'run.update'>['change'];

function editedColumns(before: RunRow, { pinned, label, note, addTags, removeTags }: RunChange): RunEdit['change'] {
  return {
    ...(pinned === undefined ? {} : { pinned: pinned ? 1 : 0 }),
    ...(label === undefined ? {} : { label }),
    ...(note === undefined ? {} : { note }),
    ...(addTags === undefined && removeTags === undefined ? {} : { tags: changedTags(before.tags, addTags ?? [], removeTags ?? []) }),
  };
}

function editWords({ pinned, label, note, addTags = [], removeTags = [] }: RunChange, ids: readonly number[]): string {
  const of = runsInWords(ids);
  const parts = [
    ...(pinned === undefined ? [] : [`${pinned ? 'pin' : 'unpin'} ${of}`]),
    ...(label === undefined ? [] : [`label of ${of}`]),
    ...(note === undefined ? [] : [`note of ${of}`]),
    ...(addTags.length === 0 ? [] : [`tag ${of} “${addTags.join('”, “')}”`]),
    ...(removeTags.length === 0 ? [] : [`take “${removeTags.join('”, “')}” from ${of}`]),
  ];
  return parts.join(', ');
}
