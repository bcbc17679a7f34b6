/** The problem formats, for whoever may not import the science: the shell, and schemas of messages. */
import { PROGRAM_FORMATS, WRITTEN_FORM_NAMES } from '../src-science/program/formats/format-table.ts';
import { SOLUTION_ENDINGS } from '../src-science/program/solutions/solution-endings.ts';
import { z } from './zod.ts';

export { READ_ENDINGS, endingsInWords } from '../src-science/program/formats/format-table.ts';
export { SOLUTION_ENDINGS, SOLUTION_FILE_ENDINGS, STATED_OPTIMA_ENDING } from '../src-science/program/solutions/solution-endings.ts';
export { SOURCE_ENDINGS, sourceKindOf } from '../src-science/program/source-endings.ts';
export type { ProgramFormat, WrittenForm } from '../src-science/program/formats/format-table.ts';

export const ProgramFormatName = z.enum(PROGRAM_FORMATS);
export const WrittenFormName = z.enum(WRITTEN_FORM_NAMES);
export const SolutionEndingName = z.enum(SOLUTION_ENDINGS);
