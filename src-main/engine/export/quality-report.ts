/**
 * Gradient quality in a report: of a measurement at a point the figures at its largest sample count, of
 * one along a trajectory the range of the cosines. Strings come from files and are escaped
 * (`src-contract/export-text.ts`).
 */
import type { QualityResultValue } from '../../../src-contract/job-event.ts';
import { cellFigures, type Figure } from '../../../src-science/quality/derived-figures.ts';
import { markupText } from '../../../src-contract/export-text.ts';

type Quality = QualityResultValue['quality'];

/** A table with a caption that says what was measured. @param name of the run */
export function qualitySection(name: string, quality: Quality): string {
  const { caption, head, rows } = quality.shape === 'point' ? pointFigures(quality) : pathFigures(quality);
  const cells = (tag: 'th' | 'td', texts: readonly string[]): string =>
    texts.map((text, k) => `<${tag}${k === 0 ? '' : ' class="n"'}>${markupText(text)}</${tag}>`).join('');
  return `<h3>${markupText(name)}</h3><p>${markupText(caption)}</p><table><thead><tr>${cells('th', head)}</tr></thead><tbody>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')}</tbody></table>`;
}

interface Figures {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function pointFigures(quality: Extract<Quality, { shape: 'point' }>): Figures {
  const last = quality.samples.length - 1;
  const withError = ({ value, standardError, exact }: Figure): string => (Number.isNaN(value)
    ? ''
    : standardError > 0
    ? `${short(value)} ± ${short(standardError)}`
    : exact
    ? short(value)
    : `${short(value)} ± ?`);
  return {
    caption: `${quality.trueGradient.reason} Estimates of ${quality.samples[last] ?? 0} samples, ± one standard error over ${quality.replications} of them; biases and errors as shares of the norm of the true gradient, ${short(quality.trueGradient.norm)}.`,
    head: ['scheme', 'z', 'bias', 'deviation', 'rms error', 'cosine', 'nonzeros'],
    rows: quality.schemes.map((scheme) => {
      const { bias, deviation, rmse, cosine, nonzeros } = cellFigures(quality, scheme, last);
      const z = scheme.biasZ[last] ?? Number.NaN;
      return [
        scheme.scheme, Number.isNaN(z) ? '' : z.toFixed(2), withError(bias), withError(deviation), withError(rmse), withError(cosine),
        String(Math.round(nonzeros)),
      ];
    }),
  };
}

function pathFigures(quality: Extract<Quality, { shape: 'path' }>): Figures {
  const range = (values: Float64Array): string => {
    const known = values.filter((value) => !Number.isNaN(value));
    return known.length === 0 ? '' : `${short(Math.min(...known))} to ${short(Math.max(...known))}`;
  };
  return {
    caption: `${quality.reason} Cosine to the true gradient over ${quality.points} points of the trajectory, of the penalty and of the loss, by exact expectation and by estimates of ${quality.samples} samples.`,
    head: ['scheme', 'penalty', 'penalty, estimates', 'loss', 'loss, estimates'],
    rows: quality.schemes.map((path) =>
      [path.scheme, range(path.penaltyCosine), range(path.sampledPenaltyCosine), range(path.lossCosine), range(path.sampledLossCosine)]),
  };
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
