import { lookup } from 'node:dns/promises';
import type { EgressPolicy } from './egress.js';

/** What a delivery needs of the machine that it runs on. */
export interface Means {
  readonly egress: EgressPolicy;
  /** Programs, and folders of programs, that may be run; absolute paths. */
  readonly programs: readonly string[];
  /** The name under which receivers are asked (CloudEvents): `certfleet.example.com`. */
  readonly origin: string;
  readonly limits: DeliveryLimits;
  readonly now: () => number;
  /** The addresses of a name. */
  readonly addressesOf: (host: string) => Promise<readonly string[]>;
  readonly handshakes: Handshakes;
}

export interface DeliveryLimits {
  /** Until the connection stands, TLS included. */
  readonly connectMs: number;
  /** From the request to the end of the answer's headers. */
  readonly headersMs: number;
  /** For what is read of the body. */
  readonly bodyMs: number;
  readonly bodyBytes: number;
  /** For a whole conversation with a relay. */
  readonly mailMs: number;
  readonly mailBytes: number;
  /** How long a syslog receiver has to close the connection in order. */
  readonly goodbyeMs: number;
}

export const DELIVERY_LIMITS: DeliveryLimits = Object.freeze({
  connectMs: 10_000,
  headersMs: 20_000,
  bodyMs: 5_000,
  bodyBytes: 16_384,
  mailMs: 60_000,
  mailBytes: 262_144,
  goodbyeMs: 2_000,
});

/** Receivers that have agreed, by address. Kept by whoever delivers, as long as its process runs. */
export type Handshakes = Map<string, Agreement>;

export interface Agreement {
  readonly until: number;
  /** Requests a minute; null: as many as we want. */
  readonly ratePerMinute: number | null;
  /** When requests went, for the rate. */
  readonly sent: number[];
}

export async function systemAddresses(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}
