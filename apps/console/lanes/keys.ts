import type { KeyboardEvent, RefObject } from 'react';
import { shifted, type View, zoomed } from './view.js';

interface Keyed {
  readonly place: RefObject<HTMLDivElement | null>;
  readonly view: View;
  readonly show: (view: View | null) => void;
}

/** Arrows go from bar to bar, + and − zoom around the bar that has the focus, Shift and arrows move, 0 shows the usual time again. */
export function useKeys({ place, view, show }: Keyed) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actOf(event.key, event.shiftKey);
    if (act === null) return;
    event.preventDefault();
    const bar = document.activeElement;
    if (act.kind === 'usual') show(null);
    else if (act.kind === 'shift') show(shifted(view, act.by));
    else if (act.kind === 'zoom') show(zoomed(view, act.by, middleOf(bar) ?? (view.from + view.to) / 2));
    else if (act.kind === 'focus') focusFrom(place.current, bar, act.by);
  };
  return { onKeyDown };
}

type Act =
  | { readonly kind: 'usual' }
  | { readonly kind: 'shift'; readonly by: number }
  | { readonly kind: 'zoom'; readonly by: number }
  | { readonly kind: 'focus'; readonly by: readonly [lanes: number, bars: number] };

const PLAIN: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['+', { kind: 'zoom', by: 0.5 }],
  ['=', { kind: 'zoom', by: 0.5 }],
  ['-', { kind: 'zoom', by: 2 }],
  ['_', { kind: 'zoom', by: 2 }],
  ['0', { kind: 'usual' }],
  ['ArrowLeft', { kind: 'focus', by: [0, -1] }],
  ['ArrowRight', { kind: 'focus', by: [0, 1] }],
  ['ArrowUp', { kind: 'focus', by: [-1, 0] }],
  ['ArrowDown', { kind: 'focus', by: [1, 0] }],
]);

function actOf(key: string, isShift: boolean): Act | null {
  if (isShift && key === 'ArrowLeft') return { kind: 'shift', by: -0.25 };
  if (isShift && key === 'ArrowRight') return { kind: 'shift', by: 0.25 };
  return PLAIN.get(key) ?? null;
}

function middleOf(bar: Element | null): number | null {
  if (bar === null || !bar.hasAttribute('data-from')) return null;
  return (Number(bar.getAttribute('data-from')) + Number(bar.getAttribute('data-to'))) / 2;
}

function focusFrom(place: HTMLElement | null, from: Element | null, [lanes, bars]: readonly [number, number]): void {
  const all = [...(place?.querySelectorAll('a[data-lane]') ?? [])];
  const at = from === null ? -1 : all.indexOf(from);
  const next = at < 0 ? all[0] : lanes === 0 ? all[at + bars] : inLane(all, all[at], lanes);
  if (next instanceof SVGElement || next instanceof HTMLElement) next.focus();
}

/** The bar of a lane above or below that is at the same time; lanes without bars are passed over. */
function inLane(all: readonly Element[], from: Element | undefined, by: number): Element | undefined {
  const lane = Number(from?.getAttribute('data-lane'));
  const others = all.filter((one) => (Number(one.getAttribute('data-lane')) - lane) * by > 0);
  const near = (by > 0 ? others[0] : others.at(-1))?.getAttribute('data-lane');
  const middle = middleOf(from ?? null) ?? 0;
  const there = others.filter((one) => one.getAttribute('data-lane') === near);
  return there.find((one) => Number(one.getAttribute('data-to')) > middle) ?? there.at(-1);
}
