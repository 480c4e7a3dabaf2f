import { Fragment } from 'react';

/** Code, strong words and links to elsewhere, as our own texts about channels have them. */
const PIECE = /(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\(https:\/\/[^)\s]+\))/;

/** A text of our own with a little Markdown. No text of a stranger comes here. */
export function Marked({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(PIECE).map((piece, i) => (
        <Fragment key={i}>{pieceOf(piece)}</Fragment>
      ))}
    </>
  );
}

function pieceOf(piece: string) {
  if (/^`[^`]+`$/.test(piece)) return <code>{piece.slice(1, -1)}</code>;
  if (/^\*\*[^*]+\*\*$/.test(piece)) return <strong>{piece.slice(2, -2)}</strong>;
  const [, words, address] = /^\[([^\]]+)\]\((https:[^)\s]+)\)$/.exec(piece) ?? [];
  if (words === undefined || address === undefined) return piece;
  return (
    <a href={address} rel="noreferrer noopener" target="_blank">
      {words}
    </a>
  );
}
