import { useState } from 'react';
import { shown } from '../../cli/text/escape.js';

/** So much of a text is shown before somebody asks for all of it. */
const MOST = 240;

/**
 * A text that others wrote: a name, a subject, a message. What would turn the direction of writing, hide or act stands there as `\u{202e}`, and
 * what is long does not push everything else off the page.
 */
export function Foreign({ text, most = MOST }: { readonly text: string; readonly most?: number }) {
  const [whole, showWhole] = useState(false);
  if (text.length <= most || whole) return <bdi>{shown(text)}</bdi>;
  return (
    <>
      <bdi>{cut(text, most)}</bdi>
      <button type="button" className="more" onClick={() => showWhole(true)}>
        … all {text.length.toLocaleString('en-US')} characters
      </button>
    </>
  );
}

/** The beginning alone, where there is no room to ask for more. */
export function Brief({ text, most = 120 }: { readonly text: string; readonly most?: number }) {
  return <bdi>{cut(text, most)}</bdi>;
}

function cut(text: string, most: number): string {
  return text.length <= most ? shown(text) : `${shown(text.slice(0, most))}…`;
}
