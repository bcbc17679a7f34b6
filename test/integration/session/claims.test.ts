/** Claims through the house: settled by a real worker, told as they go, kept in the session, saved and reopened. */
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { ClaimView } from '../../../src-contract/claim.ts';
import { Answers, AppEvent } from '../../../src-contract/ipc.ts';
import { openWorkspace } from '../../../src-main/engine/workspace/workspace.ts';
import type { Workspace, WorkspaceSource } from '../../../src-main/engine/workspace/workspace-api.ts';
import type { ClaimResult } from '../../../src-science/claims/claim.ts';
import { CLAIMS } from '../../../src-science/claims/claim-list.ts';
import { executor, opened } from './open-bench.ts';
import { openHere, SETTLED, temporaryFolder } from './fixtures.ts';

interface Bench {
  readonly workspace: Workspace;
  readonly told: ClaimView[];
  readonly list: () => Promise<ClaimView[]>;
  readonly settled: (id: string) => Promise<ClaimView>;
}

async function bench(source: WorkspaceSource = { kind: 'new' }, dataFolder = temporaryFolder()): Promise<Bench> {
  const told: ClaimView[] = [];
  const workspace = await openWorkspace(source, {
    dataFolder,
    executor,
    manifest: { application: 'Leibniz test', runtime: 'Node' },
    onEvent: (event) => {
      expect(AppEvent.safeParse(event).error?.message).toBeUndefined();
      if (event.type === 'claim.changed') told.push(event.claim);
    },
  });
  opened.push(workspace);
  const list = async (): Promise<ClaimView[]> => Answers['claim.list'].parse(await workspace.answer({ type: 'claim.list' }));
  const settled = async (id: string): Promise<ClaimView> => {
    const found = (await list()).find((claim) => claim.statement.id === id);
    if (found === undefined) throw new Error(`claim ${id} is not listed`);
    return found;
  };
  return { workspace, told, list, settled };
}

/** Everything but the clock's part. */
const timeless = (result: ClaimResult | undefined): unknown => (result === undefined ? undefined : { ...result, seconds: 0 });
const inProcess = (id: string, parameters: Record<string, number> = {}): unknown =>
  timeless(CLAIMS.find((claim) => claim.id === id)?.run(parameters, { now: () => performance.now() / 1000 }));

describe('the claims of a session', () => {
  it('are listed unsettled in a new one, with formula and parameters', async () => {
    const { list } = await bench();
    const claims = await list();
    expect(claims.map((claim) => claim.statement.id)).toEqual(CLAIMS.map((claim) => claim.id));
    for (const { statement, ...rest } of claims) {
      expect(rest).toEqual({ settled: null, going: null, error: null });
      expect(statement.formula).not.toBe('');
    }
  });

  it('are found by a worker as they are found in this process, all of them, and kept in the saved file', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'claims.leibniz');
    const first = await bench({ kind: 'new' }, join(folder, 'data'));
    await first.workspace.answer({ type: 'claim.run', claims: CLAIMS.map(({ id }) => ({ id, parameters: {} })) });
    expect(first.told.every((claim) => claim.going !== null)).toBe(true);
    await first.workspace.idle();
    const before = await first.list();
    for (const { statement, settled, going, error } of before) {
      expect([going, error]).toEqual([null, null]);
      expect(timeless(settled?.result), statement.id).toEqual(inProcess(statement.id));
      expect(Object.keys(settled?.parameters ?? {}).sort()).toEqual(statement.parameters.map(({ name }) => name).sort());
    }
    expect(first.workspace.state().unsavedChanges).toBe(true);
    await first.workspace.save(path);
    expect(first.workspace.state().unsavedChanges).toBe(false);

    const second = await bench({ kind: 'file', path }, join(folder, 'data'));
    expect(await second.list()).toEqual(before);
  });

  it('are settled anew with other parameters, the last result taking the place of the one before', async () => {
    const { workspace, told, settled } = await bench();
    const id = 'gwl25-theorem-3';
    await workspace.answer({ type: 'claim.run', claims: [{ id, parameters: {} }] });
    await workspace.idle();
    await workspace.answer({ type: 'claim.run', claims: [{ id, parameters: { variables: 5, k: 2 } }] });
    await workspace.idle();
    const { settled: found } = await settled(id);
    expect(found?.parameters).toMatchObject({ variables: 5, k: 2 });
    expect(timeless(found?.result)).toEqual(inProcess(id, { variables: 5, k: 2 }));
    expect(told.map((claim) => claim.going)).toEqual(['queued', 'running', null, 'queued', 'running', null]);
  });

  it('keep their last result and say what is wrong when parameters do not go together', async () => {
    const { workspace, settled } = await bench();
    const id = 'gwl25-theorem-5-1d';
    await workspace.answer({ type: 'claim.run', claims: [{ id, parameters: { samples: 1024 } }] });
    await workspace.idle();
    await workspace.answer({ type: 'claim.run', claims: [{ id, parameters: { a: 1, b: 2 } }] });
    await workspace.idle();
    const claim = await settled(id);
    expect(claim.error).toMatchObject({ code: 'spec-invalid', field: 'b' });
    expect(claim.settled?.parameters['samples']).toBe(1024);
  });

  it('stop when they are cancelled, waiting or running, and can be run again', async () => {
    const { workspace, told, settled } = await bench();
    const ids = ['gwl25-theorem-5-1d', 'gwl25-theorem-5-2d', 's26-interchange-field-1d'];
    await workspace.answer({ type: 'claim.run', claims: ids.map((id) => ({ id, parameters: { samples: 1e9 } })) });
    while (told.filter((claim) => claim.going === 'running').length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    await workspace.answer({ type: 'claim.cancel', ids });
    await workspace.idle();
    for (const id of ids) expect(await settled(id)).toMatchObject({ settled: null, going: null, error: null });
    await workspace.answer({ type: 'claim.run', claims: [{ id: 'gwl25-theorem-5-1d', parameters: { samples: 1024 } }] });
    await workspace.idle();
    expect((await settled('gwl25-theorem-5-1d')).settled?.result.id).toBe('gwl25-theorem-5-1d');
  });

  it('stop with the workspace', async () => {
    const { workspace } = await bench();
    await workspace.answer({ type: 'claim.run', claims: [{ id: 'gwl25-theorem-5-1d', parameters: { samples: 1e9 } }] });
    await workspace.close({ keepWorkingCopy: false });
    await expect(workspace.answer({ type: 'claim.list' })).rejects.toThrow(/closed/);
  });

  it('of no such name are refused, and nothing is started', async () => {
    const { workspace, list } = await bench();
    const claims = [{ id: 'gwl25-theorem-3', parameters: {} }, { id: 'fermat', parameters: {} }];
    await expect(workspace.answer({ type: 'claim.run', claims })).rejects.toThrow(/fermat/);
    expect((await list()).filter((claim) => claim.going !== null)).toEqual([]);
  });
});

describe('a stored result', () => {
  it.each([
    ['no JSON', "UPDATE claim SET result = '{'"],
    ['that of another claim', "UPDATE claim SET id = 'another'"],
    ['of another verdict than its row', "UPDATE claim SET verdict = 'holds'"],
    ['with an unknown number', `UPDATE claim SET parameters = '{"a":{"$number":"ten"}}'`],
    ['lacking a part', "UPDATE claim SET result = json_remove(result, '$.explanation')"],
  ])('that is %s is no result of the session, and said as damage', async (_name, sql) => {
    const { openDatabase } = await import('../../../src-main/engine/files/sqlite.ts');
    const folder = temporaryFolder();
    const path = join(folder, 'a.leibniz');
    const session = openHere({ kind: 'new' }, join(folder, 'data'));
    await session.ask<'claim.keep'>({ type: 'claim.keep', claim: SETTLED });
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await session.close();
    const database = openDatabase(path);
    database.exec(sql);
    database.close();
    const again = openHere({ kind: 'file', path }, join(folder, 'data'));
    expect(await again.ask<'claim.list'>({ type: 'claim.list' })).toEqual([]);
    await vi.waitFor(() =>
      expect(again.events).toContainEqual({
        type: 'error',
        error: expect.objectContaining({ code: 'session-rows-damaged', message: expect.stringMatching(/claim .* cannot be read/) }),
      }), 5000);
    await again.close();
  });
});
