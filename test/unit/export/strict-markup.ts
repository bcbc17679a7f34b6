/**
 * Markup to the letter: XML as its specification has it (elements closed in order, attributes quoted and named
 * once, five entities and numbers, no character that XML lacks), and of HTML the part that is XML besides void
 * elements and the doctype. Whatever a browser would act on is refused: elements and attributes that are not in
 * the list of plain ones.
 * @throws Error naming the place
 */
const VOID = new Set(['meta']);
const ELEMENTS = new Set([
  'html',
  'head',
  'meta',
  'title',
  'style',
  'body',
  'h1',
  'h2',
  'h3',
  'p',
  'section',
  'div',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  's',
  'span',
  'strong',
  'em',
  'code',
  'ol',
  'h4',
  'h5',
  'figure',
  'figcaption',
  'br',
  'details',
  'summary',
  'pre',
  'ul',
  'li',
  'svg',
  'g',
  'path',
  'line',
  'rect',
  'text',
  'tspan',
  'circle',
  'ellipse',
  'polyline',
  'polygon',
  'defs',
  'clipPath',
  'linearGradient',
  'stop',
]);
const ATTRIBUTES = /^(lang|charset|http-equiv|content|name|class|title|role|aria-label|xmlns|xmlns:xlink|version|baseProfile|viewBox|width|height|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|d|points|fill|fill-opacity|fill-rule|stroke|stroke-[a-z]+|opacity|transform|font-[a-z]+|text-anchor|dominant-baseline|style|clip-path|id|offset|stop-color|xml:space|paint-order|pointer-events|ecmeta_[a-z_]+)$/;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export interface Markup {
  /** The own text of each element that was closed, in that order. */
  readonly texts: readonly { readonly element: string; readonly text: string }[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

export function readStrictMarkup(markup: string): Markup {
  let at = 0;
  const refuse = (what: string): never => {
    throw new Error(`${what} at character ${at}: ${JSON.stringify(markup.slice(Math.max(0, at - 60), at + 30))}`);
  };
  const decoded = (text: string): string => {
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      if (
        (code < 32 && code !== 9 && code !== 10) || (code >= 127 && code < 160) || (code >= 0xd800 && code < 0xe000) || code === 0xfffe ||
        code === 0xffff
      ) refuse(`character ${code.toString(16)}`);
    }
    if (text.includes('<')) refuse('a < in a text');
    return text.replaceAll(/&([^;]*;)?/g, (whole, name: string | undefined) => {
      const entity = name?.slice(0, -1) ?? '';
      const number = /^#(\d+)$/.exec(entity)?.[1];
      return number === undefined ? (ENTITIES[entity] ?? refuse(`the entity ${whole}`)) : String.fromCodePoint(Number(number));
    });
  };
  const texts: { element: string; text: string }[] = [];
  const attributes: { name: string; value: string }[] = [];
  const open: string[] = [];
  /** Own text of each open element, before the first of all that of the document. */
  const held: string[] = [''];
  let roots = 0;
  if (markup.startsWith('<!doctype html>\n')) at = '<!doctype html>\n'.length;
  while (at < markup.length) {
    const next = markup.indexOf('<', at);
    const text = decoded(markup.slice(at, next < 0 ? markup.length : next));
    if (open.length === 0 && text.trim() !== '') refuse('text outside of the root');
    held.push((held.pop() ?? '') + text);
    if (next < 0) break;
    at = next;
    const close = /^<\/([A-Za-z][A-Za-z0-9]*)>/.exec(markup.slice(at, at + 40));
    if (close !== null) {
      if (open.pop() !== close[1]) refuse(`the end of ${close[1] ?? ''}`);
      texts.push({ element: close[1] ?? '', text: held.pop() ?? '' });
      at += close[0].length;
      continue;
    }
    const tag = /^<([A-Za-z][A-Za-z0-9]*)/.exec(markup.slice(at, at + 40));
    const element = tag?.[1] ?? refuse('a < that begins no element');
    if (!ELEMENTS.has(element)) refuse(`the element ${element}`);
    at += element.length + 1;
    const seen = new Set<string>();
    for (;;) {
      const attribute = /^\s+([A-Za-z][\w:-]*)="([^"]*)"/.exec(markup.slice(at));
      if (attribute === null) break;
      const [whole, name = '', value = ''] = attribute;
      if (!ATTRIBUTES.test(name)) refuse(`the attribute ${name}`);
      if (seen.has(name)) refuse(`the attribute ${name}, twice`);
      seen.add(name);
      const plain = decoded(value);
      if (name === 'style' || name === 'fill' || name === 'clip-path') {
        if (/url\((?!#)|expression|javascript|@import/i.test(plain)) refuse(`the value ${plain}`);
      }
      attributes.push({ name, value: plain });
      at += whole.length;
    }
    const end = /^\s*(\/?)>/.exec(markup.slice(at, at + 10)) ?? refuse(`what stands in the element ${element}`);
    at += end[0].length;
    if (open.length === 0 && ++roots > 1) refuse('a second root');
    if (end[1] === '' && !VOID.has(element)) {
      open.push(element);
      held.push('');
    }
    if (element === 'style' && end[1] === '') {
      const rules = markup.indexOf('</style>', at);
      const sheet = markup.slice(at, rules).replace(/^\s*<!\[CDATA\[([^\]]*)\]\]>\s*$/s, '$1');
      if (rules < 0 || /[<\\]|@import|url\(/i.test(sheet)) refuse('a style sheet that is left');
      at = rules;
    }
  }
  if (open.length > 0) refuse(`the element ${open.at(-1) ?? ''} without its end`);
  if (roots !== 1) refuse('no root');
  return { texts, attributes };
}
