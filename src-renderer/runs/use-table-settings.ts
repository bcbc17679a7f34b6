/** What of the run table the settings remember: shown at once, before they have answered. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { RunView, Settings } from '../../src-contract/settings.ts';
import { keys } from '../api/keys.ts';
import { useSettings } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt } from '../common/notify.tsx';

function useChange(): (change: Partial<Settings>) => void {
  const client = useQueryClient();
  return useCallback((change) => {
    client.setQueryData(keys.settings, (before: Settings | undefined) => (before === undefined ? before : { ...before, ...change }));
    attempt(() => request({ type: 'app.change-settings', change }));
  }, [client]);
}

/** The keys of the chosen columns; null are the usual ones. */
export function useChosenKeys(): readonly [readonly string[] | null, (keys: readonly string[] | null) => void] {
  const change = useChange();
  const choose = useCallback((chosen: readonly string[] | null) => change({ runColumns: chosen === null ? null : [...chosen] }), [change]);
  return [useSettings().data?.runColumns ?? null, choose];
}

const FIRST_KEPT: readonly string[] = ['id'];
const NO_VIEWS: readonly RunView[] = [];

export function useTableSettings(): {
  readonly kept: readonly string[];
  readonly setKept: (kept: readonly string[]) => void;
  readonly views: readonly RunView[];
  readonly setViews: (views: readonly RunView[]) => void;
} {
  const change = useChange();
  const settings = useSettings().data;
  return {
    kept: settings?.keptColumns ?? FIRST_KEPT,
    setKept: useCallback((kept) => change({ keptColumns: [...kept] }), [change]),
    views: settings?.runViews ?? NO_VIEWS,
    setViews: useCallback((views) => change({ runViews: [...views] }), [change]),
  };
}
