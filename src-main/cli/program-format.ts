/** Formats of programs by the endings of their files. */
import { formatByName } from '../../src-science/program/formats/format-table.ts';
import type { ProgramFormat } from '../../src-science/program/formats/format-table.ts';

/** @param ending one of FORMAT_ENDINGS, which `checkTarget` makes sure of */
export function programFormatOf(ending: string): ProgramFormat {
  const format = formatByName(ending);
  if (format === null) throw new RangeError(`no program is written to a file that ends in “${ending}”`);
  return format;
}
