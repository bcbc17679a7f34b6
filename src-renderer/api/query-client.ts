/** The cache of answers. Local requests do not fail by chance, so nothing is retried, and nothing goes stale by time. */
import { QueryClient, notifyManager } from '@tanstack/react-query';

// The answers that come within one frame are drawn together: ten trajectories are one drawing, not ten.
notifyManager.setScheduler((callback) => {
  if (document.visibilityState === 'visible') requestAnimationFrame(callback);
  else setTimeout(callback, 0);
});

export const queryClient = new QueryClient({
  defaultOptions: { queries: {
    staleTime: Number.POSITIVE_INFINITY, gcTime: 5 * 60_000, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false,
    networkMode: 'always',
  }, mutations: { networkMode: 'always' } },
});
