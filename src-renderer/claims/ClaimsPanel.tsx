/**
 * The papers' statements and our own, each settled by computing: the list, the chosen claim in full, and
 * what can be done with all of them. Strings and formulas are the program's own, never a file's.
 */
import { Button, Progress, Select } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { JSX } from 'react';
import type { ClaimView } from '../../src-contract/claim.ts';
import { errorValueOf } from '../api/request.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { formatDuration } from '../format/index.ts';
import { ClaimDetail } from './ClaimDetail.tsx';
import { ClaimList } from './ClaimList.tsx';
import { claimsTable, countClaims, filterClaims } from './claim-rows.ts';
import type { ClaimCounts, ClaimFilter } from './claim-rows.ts';
import { useClaimsState } from './state.ts';
import { cancelClaims, runClaims, useClaims } from './use-claims.ts';
import './claims.css';

export function ClaimsPanel(): JSX.Element {
  const { data, error } = useClaims();
  if (error !== null) return <ErrorNote error={errorValueOf(error)} />;
  // The first time, all claims' science is loaded for them.
  if (data === undefined) return <div className="lz-empty" aria-busy />;
  return <Claims claims={data} />;
}

function Claims({ claims }: { readonly claims: readonly ClaimView[] }): JSX.Element {
  const { chosen, filter, choose } = useClaimsState();
  const shown = filterClaims(claims, filter);
  const current = shown.find((claim) => claim.statement.id === chosen) ?? shown[0] ?? null;
  useDraftsOfOldResults(claims);
  return (
    <section className="lz-claims-panel" aria-label="Claims of the papers">
      <Bar claims={claims} shown={shown} />
      <div className="lz-claims-split">
        <ClaimList claims={shown} chosen={current?.statement.id ?? null} onChoose={choose} />
        {current !== null && <ClaimDetail key={current.statement.id} claim={current} />}
      </div>
    </section>
  );
}

/** A draft that was run is the result's own parameters from then on. */
function useDraftsOfOldResults(claims: readonly ClaimView[]): void {
  const drafts = useClaimsState((state) => state.drafts);
  const setDraft = useClaimsState((state) => state.setDraft);
  useEffect(() => {
    for (const { statement, settled, going } of claims) {
      const draft = drafts[statement.id];
      if (draft === undefined || settled === null || going !== null) continue;
      if (statement.parameters.every(({ name }) => draft[name] === String(settled.parameters[name]))) setDraft(statement.id, null);
    }
  }, [claims, drafts, setDraft]);
}

function Bar({ claims, shown }: { readonly claims: readonly ClaimView[]; readonly shown: readonly ClaimView[] }): JSX.Element {
  const counts = countClaims(claims);
  const { filter, setFilter, batch } = useClaimsState();
  const runAll = (): void => runClaims(claims.map(({ statement }) => ({ id: statement.id, parameters: {} })));
  return (
    <div className="lz-panel-bar" role="toolbar" aria-label="Claims">
      {counts.going === 0 ? (
        <Button
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          disabled={claims.length === 0}
          onClick={runAll}
          title="Settles every claim with its default parameters"
        >
          Run all
        </Button>
      ) : (
        <>
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={14} aria-hidden />}
            onClick={() => cancelClaims()}
            title="Stops what is going; what was settled stays"
          >
            Stop
          </Button>
          <BatchProgress total={Math.max(batch.length, counts.going)} going={counts.going} />
        </>
      )}
      <span className="dim tabular" role="status">
        {summary(counts)}
      </span>
      <span className="grow" />
      <Select
        aria-label="Show claims"
        data={filters(counts)}
        value={filter}
        onChange={(value) => setFilter(filters(counts).find((entry) => entry.value === value)?.value ?? 'all')}
        allowDeselect={false}
        w={176}
      />
      <ExportMenu what="claims" table={() => claimsTable(shown)} disabled={!shown.some((claim) => claim.settled !== null)} />
    </div>
  );
}

function BatchProgress({ total, going }: { readonly total: number; readonly going: number }): JSX.Element {
  const done = total - going;
  return (
    <span className="row-tight">
      <Progress value={(100 * done) / total} w={90} size="sm" aria-label="Claims settled" transitionDuration={0} />
      <span className="caption tabular">
        {done} of {total}
      </span>
    </span>
  );
}

function summary(counts: ClaimCounts): string {
  if (counts['not-run'] === counts.all) return counts.all === 0 ? '' : `${counts.all} claims, not run yet`;
  const parts = [
    `${counts.holds} hold`, `${counts.fails} ${counts.fails === 1 ? 'fails' : 'fail'}`,
    `${counts['fails-as-printed']} ${counts['fails-as-printed'] === 1 ? 'fails' : 'fail'} as printed`,
  ];
  if (counts['not-run'] > 0) parts.push(`${counts['not-run']} not run yet`);
  return `${parts.join(', ')}; ${formatDuration(counts.seconds)}`;
}

function filters(counts: ClaimCounts): { value: ClaimFilter; label: string }[] {
  const entry =
    (value: ClaimFilter, words: string): { value: ClaimFilter; label: string } => ({ value, label: `${words} (${counts[value]})` });
  return [
    entry('all', 'All claims'), entry('holds', 'Holds'), entry('fails', 'Fails'), entry('fails-as-printed', 'Fails as printed'),
    entry('not-run', 'Not run yet'),
  ];
}
