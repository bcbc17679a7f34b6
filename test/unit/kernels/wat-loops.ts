/** Reads the text of a compiled kernel: the innermost loops of its functions, with what they do. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Loop {
  /** Name of the function, without its module's path. */
  readonly inside: string;
  /** Instructions once through the text of the loop, all branches; moving values between locals costs nothing and is left out. */
  readonly instructions: number;
  /** How often each occurs. */
  readonly count: ReadonlyMap<string, number>;
}

const FREE = /^(local\.(get|set|tee)|else|end|block|loop|if)$/;

/** @param name of a module of src-kernels/assembly */
export function innermostLoops(name: string): Loop[] {
  const text = readFileSync(fileURLToPath(new URL(`../../../build-cache/kernels/${name}.wat`, import.meta.url)), 'utf8');
  const loops: Loop[] = [];
  let inside = '';
  /** Open blocks of the function, innermost last; of loops what they hold so far. */
  let open: { count: Map<string, number> | null; holdsLoop: boolean }[] = [];
  for (const line of text.split('\n')) {
    const [word = '', ...rest] = line.trim().split(/\s+/);
    if (word === '(func') {
      inside = (rest[0] ?? '').replace(/^.*\//, '');
      open = [];
    } else if (word === 'loop' || word === 'block' || word === 'if') {
      if (word === 'loop') for (const block of open) block.holdsLoop = true;
      open.push({ count: word === 'loop' ? new Map() : null, holdsLoop: false });
    } else if (word === 'end') {
      const block = open.pop();
      if (block !== undefined && block.count !== null && !block.holdsLoop) {
        loops.push({ inside, count: block.count, instructions: [...block.count.values()].reduce((sum, n) => sum + n, 0) });
      }
    } else if (/^[a-z]\w*\./.test(word) || /^(br|br_if|call|select|drop|return|unreachable|memory)/.test(word)) {
      if (FREE.test(word)) continue;
      for (const block of open) block.count?.set(word, (block.count.get(word) ?? 0) + 1);
    }
  }
  return loops;
}
