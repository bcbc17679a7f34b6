/** What the system's dialogs are asked, and what becomes of their answers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { askWhereToSave, SESSION_FILTER } from '../../../src-main/shell/dialogs.ts';

const { showSaveDialog, showMessageBox } = vi.hoisted(() => ({ showSaveDialog: vi.fn(), showMessageBox: vi.fn() }));
vi.mock('electron', () => ({ dialog: { showSaveDialog, showMessageBox } }));
beforeEach(() => void vi.resetAllMocks());

const folder = mkdtempSync(join(tmpdir(), 'leibniz-dialogs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const window = {} as BrowserWindow;
const ask = (typed: string) => {
  showSaveDialog.mockResolvedValue({ canceled: false, filePath: join(folder, typed) });
  return askWhereToSave(window, 'Save session', 'mine', [SESSION_FILTER]);
};

describe('where to save', () => {
  it('is asked with the system’s question before a file is replaced, which Linux leaves out unless it is told', async () => {
    await ask('new.leibniz');
    expect(showSaveDialog).toHaveBeenCalledWith(window, expect.objectContaining({ properties: ['showOverwriteConfirmation'] }));
  });

  it('takes a name as it was typed, and an ending only where there is none', async () => {
    expect(await ask('new.leibniz')).toBe(join(folder, 'new.leibniz'));
    expect(await ask('new')).toBe(join(folder, 'new.leibniz'));
    expect(showMessageBox).not.toHaveBeenCalled();
  });

  it.each([['replaces', 0], ['leaves', 1]])(
    'asks again where the ending makes it the name of a file that is there, and %s it',
    async (_, button) => {
      writeFileSync(join(folder, 'there.leibniz'), 'kept');
      showMessageBox.mockResolvedValue({ response: button, checkboxChecked: false });
      expect(await ask('there')).toBe(button === 0 ? join(folder, 'there.leibniz') : null);
      expect(showMessageBox).toHaveBeenCalledWith(
        window,
        expect.objectContaining({ message: expect.stringContaining('“there.leibniz” exists already') }),
      );
    },
  );

  it('is nowhere if the dialog was left', async () => {
    showSaveDialog.mockResolvedValue({ canceled: true, filePath: '' });
    expect(await askWhereToSave(window, 'Save session', 'mine', [SESSION_FILTER])).toBeNull();
  });
});
