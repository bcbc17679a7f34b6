/** The one entry to gradient quality: at a point, or along a trajectory. */
import type { NormalForm } from '../program/normal-form.ts';
import { pathQuality } from './path-quality.ts';
import { pointQuality } from './point-quality.ts';
import type { QualityControl, QualityResult } from './quality-spec.ts';
import type { QualitySpec } from './quality-settings.ts';
import { qualityComplaints } from './validate-quality.ts';

/**
 * @returns what was measured; null where it was cancelled before there was anything
 * @throws RangeError with the first complaint about the spec
 */
export function measureQuality(form: NormalForm, spec: QualitySpec, control: QualityControl): QualityResult | null {
  const [complaint] = qualityComplaints(form, spec);
  if (complaint !== undefined) throw new RangeError(`${complaint.field}: ${complaint.message}`);
  return spec.shape === 'point' ? pointQuality(form, spec, control) : pathQuality(form, spec, control);
}
