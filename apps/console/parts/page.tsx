import { useEffect, type ReactNode } from 'react';

/** What a page is called, in its heading and in the title of the window. */
export function Heading({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title.slice(0, 120)} · Certfleet`;
  }, [title]);
  return (
    <div className="heading">
      <h1>{children ?? title}</h1>
    </div>
  );
}

/** Where the facts of an answer come from. */
export function Facts({ position, asOf }: { readonly position: number; readonly asOf: string }) {
  return (
    <>
      as of {asOf.slice(0, 16).replace('T', ' ')}Z, log position {position}
    </>
  );
}
