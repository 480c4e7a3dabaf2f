import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { RangeSearch } from './range.js';
import { usualView, type View, within } from './view.js';

/** So long after the last move the address has the new range. */
const SETTLED_MS = 350;

/** The stretch of time that is looked at: in the address, and ahead of it while it is moved. */
export function useView(now: number): { readonly view: View; readonly show: (view: View | null) => void } {
  const { from, to } = useSearch({ strict: false, select: ({ from, to }) => ({ from, to }), structuralSharing: true });
  const navigate = useNavigate();
  const [moving, move] = useState<View | null>(null);
  const day = Math.floor(now / 3_600_000);
  const asked = useMemo(
    () =>
      from === undefined || to === undefined
        ? usualView(day * 3_600_000)
        : within({ from: Date.parse(from), to: Date.parse(to) }),
    [from, to, day],
  );
  const go = useCallback(
    (range: RangeSearch) =>
      void navigate({
        to: '.',
        search: (before: object) => ({ ...before, ...range }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  useEffect(() => {
    if (moving === null) return undefined;
    const timer = setTimeout(() => {
      go({ from: new Date(moving.from).toISOString(), to: new Date(moving.to).toISOString() });
      move(null);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [moving, go]);
  const show = (view: View | null) => {
    if (view !== null) return move(within(view));
    move(null);
    go({ from: undefined, to: undefined });
  };
  return { view: moving ?? asked, show };
}
