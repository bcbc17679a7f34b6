/** The parameters of a claim as a form, without its looks: texts, what is wrong with them, and the numbers to run with. */
import type { ClaimStatement, ClaimView } from '../../src-contract/claim.ts';
import { parseNumber } from '../form/parse-number.ts';
import { parameterComplaint } from '../form/parameter-complaint.ts';

export type Texts = Readonly<Record<string, string>>;

export function defaultsOf(statement: ClaimStatement): Texts {
  return Object.fromEntries(statement.parameters.map(({ name, default: usual }) => [name, String(usual)]));
}

/** What the form begins with: the parameters of the result that is shown, else the defaults. */
export function firstTexts({ statement, settled }: ClaimView): Texts {
  const usual = defaultsOf(statement);
  if (settled === null) return usual;
  return Object.fromEntries(
    Object.entries(usual).map(([name, text]) => [name, name in settled.parameters ? String(settled.parameters[name]) : text]),
  );
}

/** What is wrong, by name; empty where everything can be run. */
export function complaintsOf(statement: ClaimStatement, texts: Texts): Readonly<Record<string, string>> {
  const complaints: Record<string, string> = {};
  for (const parameter of statement.parameters) {
    const complaint = parameterComplaint(parameter, texts[parameter.name] ?? '');
    if (complaint !== null) complaints[parameter.name] = complaint;
  }
  return complaints;
}

/** The numbers, or null while something is wrong. */
export function parametersOf(statement: ClaimStatement, texts: Texts): Record<string, number> | null {
  if (Object.keys(complaintsOf(statement, texts)).length > 0) return null;
  const parameters: Record<string, number> = {};
  for (const { name } of statement.parameters) {
    const value = parseNumber(texts[name] ?? '');
    if (value === null) return null;
    parameters[name] = value;
  }
  return parameters;
}

/** True where a result is shown that was not made with these texts. */
export function differsFromResult({ settled }: ClaimView, parameters: Readonly<Record<string, number>> | null): boolean {
  return settled !== null &&
    (parameters === null || Object.entries(parameters).some(([name, value]) => settled.parameters[name] !== value));
}
