/** The generate form without its looks: defaults, what is wrong with a value, and the request. */
import type { GeneratorFamily, Request } from '../../src-contract/ipc.ts';
import { parseNumber } from '../form/parse-number.ts';
import { parameterComplaint } from '../form/parameter-complaint.ts';

export function defaultTexts(family: GeneratorFamily): Record<string, string> {
  return Object.fromEntries(family.parameters.map((parameter) => [parameter.name, String(parameter.default)]));
}

export function seedComplaint(text: string): string | null {
  const value = parseNumber(text);
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? null : 'A whole number of at least 0 is needed';
}

/** The request, or null while something is wrong. */
export function generateRequest(
  family: GeneratorFamily, texts: Readonly<Record<string, string>>, seed: string, name: string,
): Extract<Request, { type: 'problem.generate' }> | null {
  const parameters: Record<string, number> = {};
  for (const parameter of family.parameters) {
    const text = texts[parameter.name] ?? '';
    const value = parseNumber(text);
    if (value === null || parameterComplaint(parameter, text) !== null) return null;
    parameters[parameter.name] = value;
  }
  const seedValue = parseNumber(seed);
  if (seedValue === null || seedComplaint(seed) !== null) return null;
  return { type: 'problem.generate', family: family.name, parameters, seed: seedValue, name: name.trim() };
}
