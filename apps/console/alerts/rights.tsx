import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMoment } from '../session/moment.js';
import { ownKey } from './queries.js';

/** Why this token may not decide anything here; null: it may, or nobody knows yet, and the server will tell. */
export function useWhyNot(): string | null {
  const { data } = useQuery(ownKey(useMoment()));
  if (data === undefined || data.role === 'administrator') return null;
  return `This token is one of a ${data.role}: it may look, and not decide. Deciding takes a token of an administrator.`;
}

/** Whether the server is to be asked what only administrators may: not before it is known what this token is for. */
export function useIsSettled(): boolean {
  return !useQuery(ownKey(useMoment())).isPending;
}

/** What only administrators may do: whoever may not sees it, and why it cannot be used. */
export function Deciding({ children }: { readonly children: ReactNode }) {
  const why = useWhyNot();
  return (
    <>
      {why === null ? null : <p className="why-not doubt">{why}</p>}
      <fieldset className="deciding" disabled={why !== null}>
        {children}
      </fieldset>
    </>
  );
}
