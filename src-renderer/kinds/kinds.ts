/** The kinds of runs on the page: the icon, which the window starts with, and the record, loaded when it is first needed. */
import { IconArrowDownRight, IconBinary, IconCalculator, IconGauge, IconSchool, IconTargetArrow, IconWand } from '@tabler/icons-react';
import { JOB_KIND_NAMES } from '../../src-contract/job-kinds.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';
import type { PageKind } from './page-kind.ts';

interface Listed<K extends JobKind> {
  readonly icon: typeof IconGauge;
  readonly load: () => Promise<{ readonly page: PageKind<K> }>;
}

export const KINDS: { readonly [K in JobKind]: Listed<K> } = {
  exact: { icon: IconTargetArrow, load: () => import('./exact.tsx') },
  descent: { icon: IconArrowDownRight, load: () => import('./descent.tsx') },
  estimate: { icon: IconCalculator, load: () => import('./estimate.tsx') },
  decode: { icon: IconBinary, load: () => import('./decode.tsx') },
  quality: { icon: IconGauge, load: () => import('./quality.tsx') },
  train: { icon: IconSchool, load: () => import('./train.tsx') },
  predict: { icon: IconWand, load: () => import('./predict.tsx') },
};

export type PageKinds = Readonly<Record<JobKind, PageKind<JobKind>>>;

/** That what a record is given is of its own kind is what TypeScript cannot follow. */
const loaded = new Map<JobKind, Promise<PageKind<JobKind>>>();
export function pageKind(kind: JobKind): Promise<PageKind<JobKind>> {
  const known = loaded.get(kind);
  if (known !== undefined) return known;
  const coming = KINDS[kind].load().then(({ page }) => page as unknown as PageKind<JobKind>);
  loaded.set(kind, coming);
  return coming;
}

let all: Promise<PageKinds> | null = null;
export function pageKinds(): Promise<PageKinds> {
  all ??= Promise.all(JOB_KIND_NAMES.map(async (kind) => [kind, await pageKind(kind)] as const)).then(
    (entries) => Object.fromEntries(entries) as unknown as PageKinds,
  );
  return all;
}
