import type { Organization, Server } from '#libs/fleet/document.js';
import type { PsObject } from '../clixml/value.js';
import type { RanCmdlet } from '../cmdlet-log/ran.js';

/**
 * A kind of object that a cmdlet puts into a file: how it is told from others, and what it says. A kind reads one object and knows of
 * no other; `join.ts` brings together what several objects say of one server.
 */
export interface Kind {
  /** The cmdlet, as the user knows it. */
  readonly name: string;
  /** Told by type names, never by the name of a file. */
  readonly is: (object: PsObject) => boolean;
  readonly read: (object: PsObject) => readonly Said[];
}

/** One thing that an object says. */
export interface Said {
  /** Whom it is said of; absent: of the organization, or of nobody. */
  readonly of?: ServerName;
  readonly server?: ServerFacts;
  /** Keys of `server` whose lists are exhaustive. */
  readonly complete?: readonly string[];
  readonly organization?: Organization;
  readonly organizationComplete?: readonly string[];
  /** RFC 3339 UTC with milliseconds. */
  readonly observedAt?: string;
  readonly warning?: string;
  /** A cmdlet that ran: what happened, not how things are. */
  readonly ran?: RanCmdlet;
  /** The object is damaged: the file is not taken, for what else it holds could be as wrong. */
  readonly damage?: Damage;
  /** Where in the file: `object 3`. */
  readonly place?: string;
}

export interface Damage {
  readonly message: string;
  readonly remedy: string;
}

export type ServerFacts = Partial<Omit<Server, 'fqdn'>>;

/** Every name by which an object calls its server; all may be unknown. */
export interface ServerName {
  readonly fqdn?: string | null | undefined;
  readonly netbios?: string | null | undefined;
  /** `PSComputerName`: the server that was asked, which need not be the one that the object tells of. */
  readonly asked?: string | null | undefined;
}

type Known<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The facts that the file states: what it does not say (undefined) is absent, not null. */
export function known<T extends object>(facts: T): Known<T> {
  const stated: Known<T> = { ...facts };
  for (const key of Object.keys(facts)) if (Reflect.get(facts, key) === undefined) Reflect.deleteProperty(stated, key);
  return stated;
}
