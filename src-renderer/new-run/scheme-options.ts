/** The gradient schemes as options of a form's field: a list shows the name that specs and the command line take. */
import { SCHEME_NAMES, SCHEMES } from '../../src-science/gradients/scheme.ts';
import type { Option } from './fields.tsx';

export const SCHEME_OPTIONS: readonly Option[] =
  SCHEME_NAMES.map((value) => ({ value, term: { label: value, help: SCHEMES[value].help } }));
