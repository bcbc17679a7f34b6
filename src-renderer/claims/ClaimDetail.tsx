/**
 * One claim in full: its statement, the corrected one beside it where the printed one is wrong, what was
 * computed with every row of evidence, how sure that is, and the parameters to run it with again.
 */
import { Button } from '@mantine/core';
import { IconCheck, IconMinus, IconPlayerPlay, IconPlayerStop, IconX } from '@tabler/icons-react';
import type { JSX, SyntheticEvent } from 'react';
import type { ClaimView, EvidenceValue, SettledClaim } from '../../src-contract/claim.ts';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { NumberField } from '../form/NumberField.tsx';
import { formatCount, formatDuration, formatNumber, fullPrecision } from '../format/index.ts';
import { Facts } from '../common/Facts.tsx';
import type { Fact } from '../common/Facts.tsx';
import { ClaimBadge } from './ClaimBadge.tsx';
import { Formula } from './Formula.tsx';
import { complaintsOf, defaultsOf, differsFromResult, firstTexts, parametersOf } from './claim-form.ts';
import { foundSign, measuredText, samplesOf, stateOf, zText } from './claim-rows.ts';
import { useClaimsState } from './state.ts';
import { cancelClaims, runClaims } from './use-claims.ts';

export function ClaimDetail({ claim }: { readonly claim: ClaimView }): JSX.Element {
  const { statement, settled, error } = claim;
  const right = settled?.result.rightFormula ?? null;
  return (
    <section className="lz-claim-detail" aria-label="Claim" tabIndex={0}>
      <div className="lz-inspector-head">
        <h2>{statement.title}</h2>
        <div className="row-tight" style={{ gap: 10 }}>
          <ClaimBadge state={stateOf(claim)} />
          <span className="dim selectable">{statement.source}</span>
        </div>
      </div>
      <figure className="lz-claim-formula" data-verdict={settled?.result.verdict}>
        {right !== null && <figcaption>As printed</figcaption>}
        <Formula source={statement.formula} large />
      </figure>
      {right !== null && (
        <figure className="lz-claim-formula" data-verdict="right">
          <figcaption>Right</figcaption>
          <Formula source={right} large />
        </figure>
      )}
      {error !== null && <ErrorNote error={error} />}
      {settled === null
        ? <p className="lz-claim-text dim">Not run yet. Run it to see what is measured, and whether the statement holds.</p>
        : <Findings claim={claim} settled={settled} />}
      <Parameters key={statement.id} claim={claim} />
    </section>
  );
}

function Findings({ claim, settled }: { readonly claim: ClaimView; readonly settled: SettledClaim }): JSX.Element {
  const { result, manifest, parameters } = settled;
  const samples = samplesOf(claim);
  const facts: Fact[] = [
    ...(samples === null ? [] : [{ label: 'Samples', value: formatCount(samples), help: 'Of each mean' }]),
    ...('seed' in parameters ? [{ label: 'Seed', value: String(parameters['seed']) }] : []),
    {
      label: 'False alarms',
      value: result.falseAlarmRate === null ? 'none: nothing was sampled' : `at most ${formatNumber(result.falseAlarmRate, { digits: 2 })}`,
      help: 'The chance that sampling alone refuses a true statement: that of its sampled rows together, each refused beyond |z| = 5',
    },
    { label: 'Time', value: formatDuration(result.seconds) },
    { label: 'Settled', value: new Date(manifest.settledAt).toLocaleString() },
    { label: 'Made by', value: `${manifest.application}, ${manifest.runtime}, numerics ${manifest.numerics}` },
  ];
  return (
    <>
      <h3 className="lz-claim-head">What was computed</h3>
      <p className="lz-claim-text selectable">{result.explanation}</p>
      <div className="lz-claim-evidence" tabIndex={0} role="group" aria-label="Evidence">
        <table className="lz-table">
          <thead>
            <tr>
              <th>quantity</th>
              <th className="num">measured</th>
              <th aria-label="compared" />
              <th className="num">expected</th>
              <th className="num" title="(measured − expected) / standard error">
                z
              </th>
            </tr>
          </thead>
          <tbody>
            {result.details.map((row, index) => (
              <EvidenceRow key={index} row={row} corrected={result.rightFormula !== null} />
            ))}
          </tbody>
        </table>
      </div>
      <Facts rows={facts} />
    </>
  );
}

const TESTED: Readonly<Record<EvidenceValue['role'], string>> = {
  claim: 'the printed formula', right: 'the right formula', shown: 'shown beside the others, tests nothing',
};

/** A row says what it tests only where printed and right formula stand beside each other, or where it tests nothing. */
function EvidenceRow({ row, corrected }: { readonly row: EvidenceValue; readonly corrected: boolean }): JSX.Element {
  const tested = row.role === 'shown' || corrected ? TESTED[row.role] : null;
  const tone = row.role === 'shown' ? 'quiet' : row.agrees ? 'good' : 'bad';
  const Icon = { good: IconCheck, bad: IconX, quiet: IconMinus }[tone];
  const words = { good: 'agrees', bad: 'disagrees', quiet: 'shown only' }[tone];
  const allowed =
    row.tolerance === null ? undefined : `${fullPrecision(row.expected)}, within ${formatNumber(row.tolerance, { digits: 2 })}`;
  return (
    <tr>
      <td className="lz-claim-quantity selectable">
        <span className="lz-word" data-tone={tone} title={words}>
          <Icon size={13} aria-hidden />
          <span className="lz-hidden">{words}: </span>
        </span>
        {row.label}
        {tested !== null && <span className="caption"> {tested}</span>}
      </td>
      <td
        className="num"
        title={`${fullPrecision(row.measured)}${row.standardError === null ? '' : ` ± ${fullPrecision(row.standardError)}`}`}
      >
        {measuredText(row)}
      </td>
      <td className="dim">{row.role === 'shown' ? '' : foundSign(row)}</td>
      <td className="num" title={allowed ?? fullPrecision(row.expected)}>
        {formatNumber(row.expected)}
      </td>
      <td className="num">{zText(row.z)}</td>
    </tr>
  );
}

function Parameters({ claim }: { readonly claim: ClaimView }): JSX.Element {
  const { statement } = claim;
  const draft = useClaimsState((state) => state.drafts[statement.id]);
  const setDraft = useClaimsState((state) => state.setDraft);
  const texts = draft ?? firstTexts(claim);
  const complaints = complaintsOf(statement, texts);
  const parameters = parametersOf(statement, texts);
  const usual = defaultsOf(statement);
  const isUsual = statement.parameters.every(({ name }) => texts[name] === usual[name]);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (parameters !== null && claim.going === null) runClaims([{ id: statement.id, parameters }]);
  };
  return (
    <form className="lz-claim-form" onSubmit={submit} noValidate aria-label="Parameters of the claim">
      <h3 className="lz-claim-head">Parameters</h3>
      {statement.parameters.length === 0 ? (
        <p className="lz-claim-text dim">It has none: there is one answer.</p>
      ) : (
        <div className="lz-fields">
          {statement.parameters.map((parameter) => (
            <NumberField
              key={parameter.name}
              label={parameter.label}
              help={`${parameter.help} (${formatNumber(parameter.min)} to ${formatNumber(parameter.max)})`}
              value={texts[parameter.name] ?? ''}
              onChange={(text) => setDraft(statement.id, { ...texts, [parameter.name]: text })}
              complaint={complaints[parameter.name] ?? null}
              {...(parameter.integer ? { step: 1 } : {})}
            />
          ))}
        </div>
      )}
      <div className="row" style={{ marginTop: 10 }}>
        {claim.going === null ? (
          <Button type="submit" leftSection={<IconPlayerPlay size={14} aria-hidden />} disabled={parameters === null}>
            {claim.settled === null ? 'Run' : 'Run again'}
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={14} aria-hidden />}
            disabled={claim.going === 'cancelling'}
            onClick={() => cancelClaims([statement.id])}
          >
            Stop
          </Button>
        )}
        {!isUsual && (
          <Button variant="default" onClick={() => setDraft(statement.id, usual)}>
            Defaults
          </Button>
        )}
        {differsFromResult(claim, parameters) && <span className="caption">The result above is of other parameters.</span>}
      </div>
    </form>
  );
}
