/** Claims of the session, and the two things that can be done with them. */
import { useQuery } from '@tanstack/react-query';
import type { ClaimView } from '../../src-contract/claim.ts';
import { queryClient } from '../api/query-client.ts';
import { claimsQuery } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt } from '../common/notify.tsx';
import { useClaimsState } from './state.ts';

export const useClaims = () => useQuery(claimsQuery);

const goingIds = (): readonly string[] => (queryClient.getQueryData<readonly ClaimView[]>(claimsQuery.queryKey) ?? []).filter(
  (claim) => claim.going !== null,
).map((claim) => claim.statement.id);

/** Starts claims; those that are going already are left alone. */
export function runClaims(claims: readonly { readonly id: string; readonly parameters: Record<string, number> }[]): void {
  if (claims.length === 0) return;
  useClaimsState.getState().started(claims.map(({ id }) => id), goingIds());
  attempt(() => request({ type: 'claim.run', claims: [...claims] }));
}

export function cancelClaims(ids: readonly string[] = goingIds()): void {
  if (ids.length > 0) attempt(() => request({ type: 'claim.cancel', ids: [...ids] }));
}
