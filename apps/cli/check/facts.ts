import type { Finding } from '#libs/rules/finding.js';

/** One place of the fleet. */
export interface Place {
  readonly server: string;
  readonly endpoint: string;
}

/** A certificate that is presented, and how long. */
export interface Ending extends Place {
  /** As people call it: its common name and the end of its thumbprint. */
  readonly certificate: string;
  readonly notBefore: string | null;
  readonly notAfter: string;
}

/** What time alone will make of an endpoint. */
export interface Switch extends Place {
  readonly at: string;
  readonly what: string;
}

/** Some of a number: the first ones, and how many there are in all. */
export interface Some<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** What a check is judged by: of a running Certfleet or of fleet documents. */
export interface Facts {
  readonly asOf: string;
  /** Endpoints that are checked. */
  readonly endpoints: number;
  /** Of certificates presented now those that end before the longer of the two thresholds. */
  readonly ending: Some<Ending>;
  /** Presented, and nobody knows until when. */
  readonly endless: Some<Place>;
  readonly indeterminate: Some<Place>;
  readonly failing: Some<Place>;
  readonly switches: Some<Switch>;
  /** Of the severities asked for. */
  readonly findings: readonly Finding[];
  /** Names of servers of which nothing was heard for too long. */
  readonly silent: Some<string>;
}
