/** The kinds of runs as the page knows them before it loads anything of them. */
import { IconArrowDownRight, IconBinary, IconCalculator, IconGauge, IconTargetArrow } from '@tabler/icons-react';
import type { JobKind } from '../../src-contract/job-kinds.ts';

interface PageKind {
  readonly icon: typeof IconGauge;
}

export const KINDS: Readonly<Record<JobKind, PageKind>> = {
  exact: { icon: IconTargetArrow },
  descent: { icon: IconArrowDownRight },
  estimate: { icon: IconCalculator },
  decode: { icon: IconBinary },
  quality: { icon: IconGauge },
};
