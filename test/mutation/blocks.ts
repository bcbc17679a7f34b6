/**
 * Which blocks of a source a test runs through: every block and every function body of one expression
 * gets a mark that sets a byte when it is reached. A mutant in a block that no test reaches needs no run.
 */
import { parseSync, Visitor } from 'vite';

/** Name of the global byte array the marks write to; the setup file of the survey makes it. */
export const REACHED = '__reachedBlocks';

interface Block {
  readonly start: number;
  readonly end: number;
  /** An arrow function's body that is an expression needs a comma in front of it. */
  readonly expression: boolean;
}

/** The blocks of a source in the order of their beginnings. */
export function blocksOf(file: string, source: string): Block[] {
  const blocks: Block[] = [];
  new Visitor({
    BlockStatement: (node) => void blocks.push({ start: node.start, end: node.end, expression: false }),
    ArrowFunctionExpression: ({ body }) => {
      if (body.type !== 'BlockStatement') blocks.push({ start: body.start, end: body.end, expression: true });
    },
  }).visit(parseSync(file, source, { lang: 'ts' }).program);
  return blocks.sort((a, b) => a.start - b.start);
}

/** Place of the innermost block around `at` in `blocks`; −1 for what runs when the module is loaded. */
export function innermostBlock(blocks: readonly Block[], at: number): number {
  let found = -1;
  for (const [n, { start, end }] of blocks.entries()) if (start <= at && at < end) found = n;
  return found;
}

/** The source with its marks: byte `base` for the module itself, byte base + 1 + n for block n. */
export function markBlocks(file: string, source: string, base: number): string {
  let marked = '';
  let at = 0;
  const inserts = blocksOf(file, source).flatMap(({ start, end, expression }, n) => {
    const mark = `globalThis.${REACHED}[${String(base + 1 + n)}] = 1`;
    return expression ? [{ at: start, text: `((${mark}), ` }, { at: end, text: ')' }] : [{ at: start + 1, text: ` ${mark};` }];
  });
  for (const insert of inserts.sort((a, b) => a.at - b.at)) {
    marked += source.slice(at, insert.at) + insert.text;
    at = insert.at;
  }
  return `${marked}${source.slice(at)}\nglobalThis.${REACHED}[${String(base)}] = 1;\n`;
}
