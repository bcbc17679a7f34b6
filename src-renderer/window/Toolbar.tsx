/**
 * The 40 px bar: start a run of each kind, reach the commands and panels, and see what the pool does,
 * with the share done and the time left over everything that runs.
 */
import { ActionIcon, Button, Menu, Progress, Tooltip } from '@mantine/core';
import {
  IconChevronDown, IconCommand, IconLayoutGrid, IconMoon, IconPlayerPause, IconPlayerPlay, IconSettings, IconSun,
} from '@tabler/icons-react';
import type { JSX } from 'react';
import type { Command } from '../../src-contract/ipc.ts';
import { COMMAND_TABLE } from '../../src-contract/commands.ts';
import { JOB_KIND_NAMES, JOB_KINDS, newRunCommand } from '../../src-contract/job-kinds.ts';
import { isGoing } from '../api/events.ts';
import { useLiveRuns } from '../api/live-runs.ts';
import { usePool, useProblems, useRuns } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { KINDS } from '../kinds/kinds.ts';
import { timeLeftWords, wholePercent } from '../common/time-left.ts';
import { runCommand } from '../state/command-actions.ts';
import { openDialog } from '../state/open-dialog.ts';
import { useThemeName } from '../theme/use-theme.ts';
import { showPanel } from '../state/dock.ts';
import { shortcutText } from './keyboard.ts';
import { attempt } from '../common/notify.tsx';
import { poolProgress } from './pool-progress.ts';
import { PANELS } from '../state/panel-list.ts';

function shortcutOf(command: Command): string | null {
  const shortcut = COMMAND_TABLE.find((entry) => entry.command === command)?.shortcut ?? null;
  return shortcut === null ? null : shortcutText(shortcut, window.leibniz.platform);
}

export function Toolbar(): JSX.Element {
  const theme = useThemeName();
  const noProblem = useProblems().length === 0;
  return (
    <section aria-label="Toolbar">
      <div className="lz-mainbar" role="toolbar" aria-label="Commands">
      <Menu position="bottom-start" width={210}>
        <Menu.Target>
          <Button
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            disabled={noProblem}
          >
            New run
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {JOB_KIND_NAMES.map((kind) => {
            const Icon = KINDS[kind].icon;
            const command = newRunCommand(kind);
            return (
              <Menu.Item
                key={kind}
                leftSection={<Icon size={14} aria-hidden />}
                rightSection={<span className="dim">{shortcutOf(command)}</span>}
                onClick={() => runCommand(command)}
              >
                {JOB_KINDS[kind].tool}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <Button variant="subtle" color="gray" className="lz-tool" disabled={noProblem} onClick={() => runCommand('new-estimate-run')}>
        Estimate
      </Button>
      <Button variant="subtle" color="gray" className="lz-tool" disabled={noProblem} onClick={() => runCommand('new-decode-run')}>
        Decode
      </Button>
      <span className="lz-divider" aria-hidden />
      <Button
        variant="subtle"
        color="gray"
        className="lz-tool"
        leftSection={<IconCommand size={14} aria-hidden />}
        rightSection={<span className="caption">{shortcutOf('command-palette')}</span>}
        onClick={() => runCommand('command-palette')}
      >
        Commands
      </Button>
      <span className="grow" />
      <PoolState />
      <span className="lz-divider" aria-hidden />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label="Panels" title="Panels">
            <IconLayoutGrid size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Show panel</Menu.Label>
          {PANELS.map((panel) => (
            <Menu.Item key={panel.id} onClick={() => showPanel(panel.id)}>
              {panel.title}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => runCommand('reset-layout')}>Reset panel layout</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ActionIcon
        aria-label={theme === 'dark' ? 'Switch to light' : 'Switch to dark'}
        title={theme === 'dark' ? 'Switch to light' : 'Switch to dark'}
        onClick={() => runCommand('toggle-theme')}
      >
        {theme === 'dark' ? <IconSun size={16} aria-hidden /> : <IconMoon size={16} aria-hidden />}
      </ActionIcon>
      <ActionIcon aria-label="Settings" title="Settings" onClick={() => openDialog({ kind: 'settings' })}>
        <IconSettings size={16} aria-hidden />
      </ActionIcon>
      </div>
    </section>
  );
}

function PoolState(): JSX.Element | null {
  const pool = usePool().data;
  const runs = useRuns();
  const live = useLiveRuns();
  if (pool === undefined) return null;
  const { fraction, secondsLeft } = poolProgress(runs, live);
  const busy = pool.running > 0 || pool.queued > 0;
  const workers = `${pool.size} ${pool.size === 1 ? 'worker' : 'workers'}`;
  // Not how many are busy: a job can have several.
  const words = pool.paused ? 'paused' : busy ? `${pool.running} ${pool.running === 1 ? 'job' : 'jobs'} on ${workers}` : `${workers} idle`;
  return (
    <div className="row tabular" role="group" aria-label="Pool">
      <span className="dim" role="status">
        {words}
        {pool.queued > 0 && `, ${pool.queued} waiting`}
      </span>
      {runs.some(isGoing) && (
        <>
          <Progress
            value={100 * (fraction ?? 0)}
            w={72}
            size={6}
            aria-label="Share done of all running runs"
            animated={fraction === null}
          />
          <span className="lz-pool-numbers">
            {fraction !== null && wholePercent(fraction)}
            {secondsLeft !== null && ` · ${timeLeftWords(secondsLeft)}`}
          </span>
        </>
      )}
      {(busy || pool.paused) && (
        <Tooltip label={pool.paused ? 'Let waiting runs start' : 'Let running runs finish, but start no others'}>
          <ActionIcon
            aria-label={pool.paused ? 'Continue the queue' : 'Pause the queue'}
            onClick={() => attempt(() => request({ type: 'pool.pause', paused: !pool.paused }))}
          >
            {pool.paused ? <IconPlayerPlay size={14} aria-hidden /> : <IconPlayerPause size={14} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
