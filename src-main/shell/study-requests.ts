/** What a window asks of studies that takes more than its session's thread: to start and stop them, and their files. */
import type { Answer, Request, RequestType } from '../../src-contract/ipc.ts';
import { STUDY_ENDING, writeStudyFile } from '../engine/study/study-file.ts';
import { startPutStudy } from '../engine/study/study.ts';
import type { Workspace } from '../engine/workspace/workspace-api.ts';
import { askWhereToSave } from './dialogs.ts';
import type { SessionWindow } from './session-windows.ts';
import { watchStudies } from './study-watch.ts';

type StudyShellRequest = Extract<RequestType, 'study.start' | 'study.stop' | 'study.pause' | 'study.save'>;
type Handlers =
  { readonly [T in StudyShellRequest]: (request: Extract<Request, { type: T }>, sender: SessionWindow) => Promise<Answer<T>> };

/** Studies of which runs are being made, and whether they were stopped meanwhile. */
const making = new WeakMap<Workspace, Map<number, { stopped: boolean }>>();

export const STUDY_HANDLERS: Handlers = {
  'study.start': async ({ id, title, spec }, sender) => {
    const { workspace } = sender;
    const put = await workspace.putStudy(id, title, spec);
    const state = { stopped: false };
    const ofWorkspace = making.get(workspace) ?? new Map<number, { stopped: boolean }>();
    making.set(workspace, ofWorkspace.set(put.id, state));
    watchStudies(sender);
    try {
      const { started } = await startPutStudy(workspace, put, () => state.stopped);
      return { id: put.id, started };
    } finally {
      if (ofWorkspace.get(put.id) === state) ofWorkspace.delete(put.id);
    }
  },
  'study.stop': async ({ id }, { workspace }) => {
    const state = making.get(workspace)?.get(id);
    if (state !== undefined) state.stopped = true;
    await workspace.setStudyState(id, 'stopped');
    const { runs } = await workspace.answer({ type: 'study.detail', id });
    const ids = runs.flatMap(({ runId }) => runId ?? []);
    if (ids.length > 0) await workspace.answer({ type: 'run.cancel', ids });
    return null;
  },
  'study.pause': async ({ id, paused }, { workspace }) => {
    await workspace.setStudyState(id, paused ? 'paused' : 'going');
    return null;
  },
  'study.save': async ({ id }, { window, workspace }) => {
    const { summary } = await workspace.answer({ type: 'study.detail', id });
    const path = await askWhereToSave(window, 'Save study', summary.title, [{ name: 'Study', extensions: [STUDY_ENDING.slice(1)] }]);
    if (path === null) return { cancelled: true, name: null };
    await writeStudyFile(workspace, id, path);
    return { cancelled: false, name: path.replace(/^.*[\\/]/, '') };
  },
};

