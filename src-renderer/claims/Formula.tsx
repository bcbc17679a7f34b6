/**
 * A formula set by KaTeX, with MathML beside it for screen readers. Formulas are the program's own; they
 * are set without trust all the same, and drawn as nodes, so no text ever becomes markup. A long formula
 * breaks at its relations as in running text.
 */
import katex from 'katex';
import 'katex/dist/katex.min.css';
import { useLayoutEffect, useRef } from 'react';
import type { JSX } from 'react';

export function Formula({ source, large = false }: { readonly source: string; readonly large?: boolean }): JSX.Element {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (place.current === null) return;
    katex.render(
      large ? `\\displaystyle ${source}` : source, place.current,
      { output: 'htmlAndMathml', trust: false, throwOnError: false, strict: 'ignore', errorColor: 'var(--lz-status-failed)' },
    );
  }, [source, large]);
  return <span ref={place} className="lz-formula selectable" data-large={large} />;
}
