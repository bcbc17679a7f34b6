/**
 * What the claims view remembers while its panel is put aside: the claim chosen, the filter, half-typed parameters, the
 * batch that is going.
 */
import { create } from 'zustand';
import type { ClaimFilter } from './claim-rows.ts';
import type { Texts } from './claim-form.ts';

interface ClaimsState {
  readonly chosen: string | null;
  readonly filter: ClaimFilter;
  /** By claim; absent where nothing was typed since its result. */
  readonly drafts: Readonly<Record<string, Texts>>;
  /** Claims started since none was going, for the progress of all together. */
  readonly batch: readonly string[];
  readonly choose: (id: string) => void;
  readonly setFilter: (filter: ClaimFilter) => void;
  readonly setDraft: (id: string, texts: Texts | null) => void;
  readonly started: (ids: readonly string[], goingBefore: readonly string[]) => void;
}

export const useClaimsState = create<ClaimsState>()((set) => ({
  chosen: null,
  filter: 'all',
  drafts: {},
  batch: [],
  choose: (chosen) => set({ chosen }),
  setFilter: (filter) => set({ filter }),
  setDraft: (id, texts) =>
    set(({ drafts: { [id]: _old, ...others } }) => ({ drafts: texts === null ? others : { ...others, [id]: texts } })),
  started: (ids, goingBefore) =>
    set(({ batch }) => ({ batch: [...new Set([...(goingBefore.length > 0 ? batch : []), ...goingBefore, ...ids])] })),
}));
