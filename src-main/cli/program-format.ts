/** Formats of programs by the endings of their files. */
import { formatByName } from '../../src-science/program/formats/format-table.ts';
import type { ProgramFormat, WrittenForm } from '../../src-science/program/formats/format-table.ts';

/** @param ending one of FORMAT_ENDINGS, which `checkTarget` makes sure of */
export function programFormatOf(ending: string): ProgramFormat {
  const format = formatByName(ending);
  if (format === null) throw new RangeError(`no program is written to a file that ends in “${ending}”`);
  return format;
}

/** What a command that writes a program is told of its form. */
export interface FormOptions {
  readonly portable?: boolean;
  readonly fixedColumns?: boolean;
}

/** The fixed columns are a portable form, so that both together mean them. */
export function formOf({ portable, fixedColumns }: FormOptions): WrittenForm {
  return fixedColumns === true ? 'fixed' : portable === true ? 'portable' : 'as-is';
}
