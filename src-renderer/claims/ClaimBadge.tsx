/** A claim's state: icon and word in its tone, never color alone. */
import { IconAlertCircle, IconCircleCheck, IconCircleDashed, IconCircleX, IconEdit, IconLoader2 } from '@tabler/icons-react';
import type { JSX } from 'react';
import { STATE_WORDS } from './claim-rows.ts';
import type { ClaimState } from './claim-rows.ts';

const LOOKS: Readonly<Record<ClaimState, {
  readonly icon: typeof IconCircleCheck; readonly tone: 'done' | 'failed' | 'time-limit' | 'running' | 'waiting'
}>> = {
  holds: { icon: IconCircleCheck, tone: 'done' },
  fails: { icon: IconCircleX, tone: 'failed' },
  'fails-as-printed': { icon: IconEdit, tone: 'time-limit' },
  queued: { icon: IconCircleDashed, tone: 'waiting' },
  running: { icon: IconLoader2, tone: 'running' },
  cancelling: { icon: IconLoader2, tone: 'running' },
  error: { icon: IconAlertCircle, tone: 'failed' },
  'not-run': { icon: IconCircleDashed, tone: 'waiting' },
};

export function ClaimBadge({ state }: { readonly state: ClaimState }): JSX.Element {
  const { icon: Icon, tone } = LOOKS[state];
  const { word, help } = STATE_WORDS[state];
  return (
    <span className="lz-status" data-tone={tone} title={help}>
      <Icon size={14} stroke={2} aria-hidden />
      {word}
    </span>
  );
}
