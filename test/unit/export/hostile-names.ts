/** Names as problem files, sessions and people may have them, and what must not come of them. */
import fc from 'fast-check';

/** What acts in one format or another, whole. */
const ATTACKS = [
  '\n\\input{/etc/passwd}',
  '\r\\write18{id}',
  '\u2028\\immediate\\openout3=x',
  '\n% \n\\end{tabular}',
  '^^5cinput{x}',
  '^^M\\input{x}',
  '\\\\[9in]',
  '\\char`\\\\',
  '}\\evil{',
  '=1+1',
  "\n=cmd|' /C calc'!A0",
  ';=1',
  ',=1',
  '\t=1',
  '\r=1',
  '"\n=1',
  '";=1',
  '","=1',
  ' @SUM(1)',
  '+1',
  '-2+3',
  '\uff1d1',
  "'=1",
  'x(1,-2)',
  'x(1,-2);=1',
  'a;-2,=1',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '</title><script>',
  '</style><script>',
  ']]>',
  '-->',
  '<!--',
  '&lt;b&gt;',
  '&#60;b&#62;',
  '<?xml ?>',
  'javascript:alert(1)',
  '| a | b |',
  '[x](javascript:x)',
  '![x](http://evil/x.png)',
  '<http://evil>',
  'https://evil.example',
  'www.evil.example',
  '`x`',
  '**x**',
  '~~x~~',
  '$\\href{x}{y}$',
  '&copy;',
  '\n| --- |',
  '\n\n# x',
  '\u001b[2J\u001b[31m',
  '\u001b]0;title\u0007',
  '\u009b31m',
  '\u0007',
  '\b\b\b',
  '\u0000',
  '\u007f',
  '\u0085=1',
  '\u000b=1',
  '\u202egnp.exe',
  '\u2066x',
  '\u200f',
  '\ufeff',
  '\ufffe',
  '\uffff',
  '\ud800',
  '\udc00x',
  '\nENDATA',
  '\nEnd\n',
  ' x',
  'x ',
  '\n*',
  '\n\\',
  '%0A',
  '%',
  '',
  'MARKER',
  '$',
  "'",
];
const MARKS = Array.from('a1 ,;"\'\n\r=+-@\t#\\{}$&%_^~<>|[]*`?!:./()éßμ−≤łŐị中🙂\u0301\u202e\u2028\u0085\u00a0\u200f');

/** Pieces of attacks beside each other, marks that act, and any characters, halves of them too. */
export const HOSTILE_NAMES: fc.Arbitrary<string> = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ATTACKS) }, { weight: 3, arbitrary: fc.constantFrom(...MARKS) }, {
      weight: 1,
      arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
    }, { weight: 1, arbitrary: fc.constantFrom('x', 'row_', 'capacity ', 'p0033') }),
    { maxLength: 5 },
  )
  .map((pieces) => pieces.join(''));

/** Each attack by itself and behind a letter. */
export const EVERY_ATTACK: readonly string[] = ATTACKS.flatMap((attack) => [attack, `x${attack}`]);

/** What no line of an output may hold, by code: written here once more, so that the program's own list is held to it. */
const UNSHOWN: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x061c, 0x061c],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x206f],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xfffe, 0xffff],
];

/**
 * The first such character of a text, as its code in hexadecimal; null where there is none. @param allowed characters
 * that lay the output out
 */
export function firstUnshown(text: string, allowed = ''): string | null {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (!allowed.includes(character) && UNSHOWN.some(([from, to]) => code >= from && code <= to)) return code.toString(16);
  }
  return null;
}
