import { type PointerEvent, type MouseEvent, type RefObject, useEffect, useRef } from 'react';
import { type View, shifted, zoomed } from './view.js';

interface Moving {
  readonly place: RefObject<HTMLDivElement | null>;
  /** Where the time stands on the screen. */
  readonly axis: { readonly current: HTMLElement | null };
  readonly view: View;
  readonly show: (view: View) => void;
  readonly instantAt: (x: number) => number;
  readonly point: (instant: number | null) => void;
}

function leftOf(axis: Moving['axis']): number {
  return axis.current?.getBoundingClientRect().left ?? 0;
}

function sizeOf(axis: Moving['axis']): number {
  return Math.max(axis.current?.getBoundingClientRect().width ?? 1, 1);
}

/** So many pixels are a drag and no click. */
const DRAG = 5;

/** Wheel with Ctrl zooms where the pointer is, sideways moves, and so does a drag. The wheel alone scrolls the page, as everywhere. */
export function useMoves({ place, axis, view, show, instantAt, point }: Moving) {
  const dragged = useRef<{ readonly x: number; readonly view: View; far: boolean } | null>(null);
  const latest = useRef({ view, show, instantAt });
  useEffect(() => {
    latest.current = { view, show, instantAt };
  });
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const turn = (event: WheelEvent) => {
      const { view: seen, show: go, instantAt: at } = latest.current;
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const by = Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300)));
        go(zoomed(seen, by, at(event.clientX - leftOf(axis))));
      } else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        event.preventDefault();
        go(shifted(seen, sideways / sizeOf(axis)));
      }
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [place, axis]);
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) dragged.current = { x: event.clientX, view, far: false };
    },
    onPointerMove: (event: PointerEvent) => {
      const x = event.clientX - leftOf(axis);
      point(x < 0 || x > sizeOf(axis) ? null : instantAt(x));
      const drag = dragged.current;
      if (drag === null || event.buttons === 0) return;
      const by = event.clientX - drag.x;
      if (Math.abs(by) > DRAG) drag.far = true;
      if (drag.far) show(shifted(drag.view, -by / sizeOf(axis)));
    },
    onPointerLeave: () => {
      point(null);
      dragged.current = null;
    },
    // A drag that ends on a bar does not open it.
    onClickCapture: (event: MouseEvent) => {
      if (dragged.current?.far === true) {
        event.preventDefault();
        event.stopPropagation();
      }
      dragged.current = null;
    },
  };
}
