/** A status: icon and word in its tone, never color alone. */
import {
  IconAlertCircle, IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX, IconClockExclamation, IconLoader2,
} from '@tabler/icons-react';
import type { JSX } from 'react';
import type { Tone, StatusWords } from './status.ts';

const ICONS: Readonly<Record<Tone, typeof IconCircleCheck>> = {
  done: IconCircleCheck,
  running: IconLoader2,
  waiting: IconCircleDashed,
  cancelled: IconCircleX,
  'time-limit': IconClockExclamation,
  short: IconAlertTriangle,
  failed: IconAlertCircle,
};

export function StatusBadge({ status }: { readonly status: StatusWords }): JSX.Element {
  const Icon = ICONS[status.tone];
  return (
    <span className="lz-status" data-tone={status.tone} title={status.help}>
      <Icon size={13} stroke={2} aria-hidden />
      <span className="truncate">{status.word}</span>
    </span>
  );
}
