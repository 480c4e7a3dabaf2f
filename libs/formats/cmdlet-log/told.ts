import type { EventData, EventType } from '#libs/fleet/event.js';
import type { RanCmdlet } from './ran.js';

/** What a cmdlet did, before it is known when and by whom. */
export type Deed = { [T in EventType]: DeedOf<T> }[EventType];

export interface DeedOf<T extends EventType> {
  readonly type: T;
  /** Null: the record names none, or it concerns the organization. */
  readonly server: string | null;
  readonly data: EventData[T];
}

/** What can be said of a record: deeds, and doubts in whole sentences. Neither: it concerns nothing that Certfleet keeps. */
export interface Told {
  readonly deeds: readonly Deed[];
  readonly doubts: readonly string[];
}

export type Teller = (ran: Ran) => Told;

/** A record with parameters that could be read. */
export type Ran = RanCmdlet & { readonly parameters: NonNullable<RanCmdlet['parameters']> };

export const NOTHING: Told = { deeds: [], doubts: [] };

export function did(...deeds: readonly Deed[]): Told {
  return { deeds, doubts: [] };
}

export function doubt(...doubts: readonly string[]): Told {
  return { deeds: [], doubts };
}

export function withDoubts(told: Told, doubts: readonly string[]): Told {
  return doubts.length === 0 ? told : { ...told, doubts: [...told.doubts, ...doubts] };
}
