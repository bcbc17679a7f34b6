/** Formats of programs by the endings of their files. */
import type { ProgramFormat } from '../../src-science/program/parse-program.ts';

/** @param ending one of .mps, .lp, .json */
export function programFormatOf(ending: string): ProgramFormat {
  switch (ending) {
    case '.mps':
      return 'mps';
    case '.lp':
      return 'lp';
    case '.json':
      return 'json';
    default:
      throw new RangeError(`no program is written to a file that ends in “${ending}”`);
  }
}
