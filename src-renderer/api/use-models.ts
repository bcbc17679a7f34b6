/** The models of the session's trainings, asked for again whenever one of these ends, comes or goes. */
import { useQuery } from '@tanstack/react-query';
import type { TrainedModel } from '../../src-contract/network-result.ts';
import { keys } from './keys.ts';
import { useRuns } from './queries.ts';
import { request } from './request.ts';

/** The latest first; null while they are on their way. */
export function useModels(): readonly TrainedModel[] | null {
  const trainings = useRuns().filter(({ kind }) => kind === 'train').map(({ id, status }) => `${id} ${status}`).join();
  return useQuery({
    queryKey: keys.models(trainings), queryFn: () => request({ type: 'run.models' }), placeholderData: (before) => before,
  }).data ?? null;
}
