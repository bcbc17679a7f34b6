/**
 * The claims of a workspace: which there are, which of them are going in the pool, and what the session
 * keeps of them. A claim is settled by a worker like every job, but it belongs to no problem and has no
 * partial result, so it is no run.
 */
import type { ClaimManifest, ClaimOutcome, ClaimStatement, ClaimView, SettledClaim } from '../../../src-contract/claim.ts';
import type { LeibnizErrorValue } from '../../../src-contract/error.ts';
import { claimById, CLAIMS } from '../../../src-science/claims/claim-list.ts';
import { EngineError, toErrorValue } from '../error-value.ts';
import type { RunningJob } from '../execution/executor.ts';
import { lazyCrypto } from '../lazy-node.ts';
import { NUMERICS } from '../numerics.ts';
import type { Scheduler } from '../execution/scheduler.ts';

type Parameters = Readonly<Record<string, number>>;

export interface ClaimDeskOptions {
  readonly scheduler: Scheduler;
  readonly manifest: Pick<ClaimManifest, 'application' | 'runtime'>;
  /** What the session has kept. */
  readonly kept: () => Promise<readonly SettledClaim[]>;
  readonly keep: (claim: SettledClaim) => Promise<unknown>;
  readonly changed: (claim: ClaimView) => void;
}

export interface ClaimDesk {
  list(): Promise<ClaimView[]>;
  /** @throws EngineError for an id that is not in the registry; then none is started */
  run(claims: readonly { readonly id: string; readonly parameters: Parameters }[]): Promise<void>;
  /** Asks claims that are going to stop; others are left alone. */
  cancel(ids: readonly string[]): void;
  /** Stops all and waits for their ends. */
  stop(): Promise<void>;
  /** Takes what the session keeps for what it is now, and tells of it. */
  reload(): Promise<void>;
  /** Resolves once none is going and all results are kept. */
  idle(): Promise<void>;
}

interface Going {
  readonly job: RunningJob<ClaimOutcome>;
  state: NonNullable<ClaimView['going']>;
  readonly ended: Promise<void>;
}

export function createClaimDesk({ scheduler, manifest, kept, keep, changed }: ClaimDeskOptions): ClaimDesk {
  const going = new Map<string, Going>();
  const errors = new Map<string, LeibnizErrorValue>();
  let settled: Map<string, SettledClaim> | null = null;

  const load = async (): Promise<Map<string, SettledClaim>> => {
    if (settled !== null) return settled;
    const found = new Map((await kept()).map((claim) => [claim.result.id, claim]));
    // Two may have asked at once; the one map that was filled since stays.
    settled ??= found;
    return settled;
  };
  const view = (statement: ClaimStatement): ClaimView => ({
    statement,
    settled: settled?.get(statement.id) ?? null,
    going: going.get(statement.id)?.state ?? null,
    error: errors.get(statement.id) ?? null,
  });
  const tell = (id: string): void => {
    const claim = claimById(id);
    if (claim !== undefined) changed(view(statementOf(claim)));
  };

  const finish = async (id: string, parameters: Parameters, outcome: ClaimOutcome): Promise<void> => {
    errors.delete(id);
    if (outcome.status === 'failed') errors.set(id, outcome.error);
    else if (outcome.status === 'done') {
      const claim: SettledClaim = {
        parameters: { ...parameters }, manifest: { ...manifest, numerics: NUMERICS, settledAt: Date.now() }, result: outcome.result,
      };
      try {
        await keep(claim);
        settled?.set(id, claim);
      } catch (error) {
        errors.set(id, toErrorValue(error));
      }
    }
    going.delete(id);
    tell(id);
  };

  const launch = (id: string, parameters: Parameters, group: string): void => {
    const job = scheduler.submitClaim({
      job: { id: lazyCrypto().randomUUID(), spec: { version: 1, kind: 'claim', id, parameters: { ...parameters } } },
      group,
      onStarted: () => {
        const entry = going.get(id);
        if (entry?.state !== 'queued') return;
        entry.state = 'running';
        tell(id);
      },
    });
    going.set(id, { job, state: 'queued', ended: job.outcome.then((outcome) => finish(id, parameters, outcome)) });
    tell(id);
  };

  const cancel = (ids: Iterable<string>): void => {
    for (const id of ids) {
      const entry = going.get(id);
      if (entry === undefined || entry.state === 'cancelling') continue;
      entry.state = 'cancelling';
      tell(id);
      entry.job.cancel();
    }
  };
  const idle = async (): Promise<void> => {
    await Promise.all([...going.values()].map((entry) => entry.ended));
  };

  return {
    async list() {
      await load();
      return CLAIMS.map((claim) => view(statementOf(claim)));
    },
    async run(claims) {
      const asked = claims.map(({ id, parameters }) => ({ id, parameters: withDefaults(id, parameters) }));
      await load();
      const group = lazyCrypto().randomUUID();
      for (const { id, parameters } of asked) if (!going.has(id)) launch(id, parameters, group);
    },
    cancel,
    async stop() {
      cancel([...going.keys()]);
      await idle();
    },
    async reload() {
      settled = null;
      await load();
      for (const { id } of CLAIMS) tell(id);
    },
    idle,
  };
}

function statementOf({ id, title, source, formula, parameters }: ClaimStatement): ClaimStatement {
  return { id, title, source, formula, parameters: parameters.map((parameter) => ({ ...parameter })) };
}

/** All parameters of a claim, so that what is kept says with what it was settled even when defaults change. */
function withDefaults(id: string, parameters: Parameters): Parameters {
  const claim = claimById(id);
  if (claim === undefined) throw new EngineError('claim-missing', `There is no claim “${id}”.`, 'Choose one of the list.');
  return { ...Object.fromEntries(claim.parameters.map((parameter) => [parameter.name, parameter.default])), ...parameters };
}
