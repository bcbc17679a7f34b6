/** What can be done with a problem of the list: solve, read a solution, write it in any form, remove it. */
import { Menu } from '@mantine/core';
import { IconFileDownload, IconFolderOpen, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import type { JSX } from 'react';
import type { ProblemSummary } from '../../src-contract/session.ts';
import { request } from '../api/request.ts';
import { attempt, showNews, showOutcome } from '../common/notify.tsx';
import { WRITTEN_FORMS } from '../../src-science/program/formats/format-table.ts';
import type { ProgramFormat, WrittenForm } from '../../src-science/program/formats/format-table.ts';
import { runCommand } from '../state/command-actions.ts';
import { openDialog } from '../state/open-dialog.ts';

const FORM_WORDS: Readonly<Record<WrittenForm, string | undefined>> = {
  'as-is': undefined,
  portable: 'The form that every solver reads alike',
  fixed: 'The portable form in fixed columns, with names of eight characters',
};

export function ProblemMenuItems({ problem }: { readonly problem: ProblemSummary }): JSX.Element {
  const save = (format: ProgramFormat, form: WrittenForm): void =>
    attempt(async () => {
      const written = await request({ type: 'problem.export', id: problem.id, format, form });
      if (!written.cancelled && written.name !== null) showNews(`Wrote ${written.name}`);
    });
  return (
    <>
      <Menu.Item leftSection={<IconPlayerPlay size={14} aria-hidden />} onClick={() => runCommand('new-exact-run')}>
        Solve exactly…
      </Menu.Item>
      <Menu.Item leftSection={<IconPlayerPlay size={14} aria-hidden />} onClick={() => runCommand('new-descent-run')}>
        Descend…
      </Menu.Item>
      <Menu.Item
        leftSection={<IconFolderOpen size={14} aria-hidden />}
        onClick={() => attempt(async () => showOutcome(await request({ type: 'solution.open', problemId: problem.id })))}
      >
        Open solution…
      </Menu.Item>
      <Menu.Divider />
      {WRITTEN_FORMS.map(({ format, form, name }) => (
        <Menu.Item
          key={name}
          leftSection={<IconFileDownload size={14} aria-hidden />}
          title={FORM_WORDS[form]}
          onClick={() => save(format, form)}
        >
          Export as {name}…
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item
        className="lz-danger"
        leftSection={<IconTrash size={14} aria-hidden />}
        onClick={() => openDialog({ kind: 'remove-problem', id: problem.id })}
      >
        Remove…
      </Menu.Item>
    </>
  );
}
