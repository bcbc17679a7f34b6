/** Tokens of OPB and WBO: relations, single characters that mean something, and words. */

export const TOKEN = /[<>=!]+|[;[\]*]|[^\s;<>=![\]*]+/g;

/** How many tokens a line has at most, counted before it is taken apart: words, and characters that are one each. */
export function tokensIn(text: string): number {
  let tokens = 0;
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const blank = code === 32 || (code >= 9 && code <= 13);
    const single = code === 59 || code === 42 || code === 91 || code === 93 || (code >= 60 && code <= 62) || code === 33;
    if (single || (!blank && !inWord)) tokens++;
    inWord = !blank && !single;
  }
  return tokens;
}
