/** What this program is, its versions and its licence. */
import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import type { JSX } from 'react';
import { useAppInfo } from '../api/queries.ts';
import { isForRelease } from '../../src-contract/release.ts';
import { CopyButton } from '../common/CopyButton.tsx';
import { Notices } from './Notices.tsx';

export function AboutDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const info = useAppInfo().data;
  const [notices, setNotices] = useState(false);
  const rows: readonly (readonly [string, string])[] =
    info === undefined
      ? []
      : [
          ['Leibniz', info.version],
          ['GLPK', `${info.versions.glpk} (package glpk.js ${info.versions.packages.glpk})`],
          ['HiGHS', `${info.versions.highs} (package highs ${info.versions.packages.highs})`],
          ['SQLite', info.versions.sqlite],
          ['Electron', info.versions.electron],
          ['Chromium', info.versions.chrome],
          ['Node', info.versions.node],
          ['Platform', info.platform],
        ];
  return (
    <Modal opened onClose={onClose} title="About Leibniz" size={notices ? 720 : 460}>
      <p style={{ marginTop: 0 }}>
        A workbench for differentiable integer programming: solve a binary program exactly, descend its penalty
        relaxation under several gradient schemes, and see what each scheme really computes. It is named after the rule
        whose boundary term the subject turns on.
      </p>
      {info !== undefined && !isForRelease(info.version) && (
        <p role="note" style={{ padding: '8px 10px', background: 'var(--lz-warning-background)', borderRadius: 4 }}>
          <strong>Not for release.</strong> This package was made with Electron {info.versions.electron}, which is not the Electron that
          Leibniz declares and may get no security fixes any more. It is for trials only.
        </p>
      )}
      <dl className="lz-defs selectable">
        {rows.map(([name, version]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{version}</dd>
          </div>
        ))}
      </dl>
      <p className="dim">
        Free software under the GNU General Public License, version 3 or later (GPL-3.0-or-later). It comes with
        absolutely no warranty; the file LICENSE has the full text. Leibniz asks nobody for updates and sends nothing anywhere.
      </p>
      {notices && <Notices />}
      <Group gap="xs">
        <CopyButton label="Copy versions" text={rows.map((row) => row.join(' ')).join('\n')} />
        <Button variant="default" onClick={() => setNotices(!notices)}>
          {notices ? 'Hide third-party notices' : 'Third-party notices'}
        </Button>
      </Group>
    </Modal>
  );
}
