/** A study file: read, checked by its schema, refused in one sentence that names the field. */
import { basename } from 'node:path';
import { Study } from '../../../src-contract/study.ts';
import { EngineError, fileFailure } from '../error-value.ts';
import { readTextFile } from '../files/regular-file.ts';

/** @throws EngineError `study-…` naming the file and the field */
export async function readStudy(path: string): Promise<Study> {
  let text: string;
  try {
    text = await readTextFile(path);
  } catch (error) {
    throw fileFailure(error, path);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new EngineError(
      'study-syntax', `“${basename(path)}” is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
      'Correct it in an editor that checks JSON.', { file: path },
    );
  }
  const checked = Study.safeParse(content);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0] === undefined ? undefined : deepest(checked.error.issues[0]);
  const field = issue?.path.map(String).join('.') ?? '';
  throw new EngineError(
    'study-invalid',
    `“${basename(path)}” is not a study: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'it does not have the agreed form'}.`,
    'Correct that field; the form of a study is described in the manual.',
    { file: path, ...(field === '' ? {} : { field }) },
  );
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of what may take several forms: what is wrong with it as each of them. */
  readonly errors?: readonly (readonly Issue[])[] | undefined;
}

/** Of something that fits none of its forms, what is wrong inside the form that it comes nearest to; else what the forms are. */
function deepest({ path, message, errors = [] }: Issue): Issue {
  const meant = errors.filter((issues) => issues.length === 1 || issues.every((issue) => issue.path.length > 1));
  const inside = meant.flatMap((issues) => issues.slice(0, 1)).filter((issue) => issue.path.length > 0);
  const [nearest] = inside.toSorted((a, b) => b.path.length - a.path.length);
  return nearest === undefined || nearest.path.length === 1 ? { path, message } : deepest({ ...nearest, path: [...path, ...nearest.path] });
}
