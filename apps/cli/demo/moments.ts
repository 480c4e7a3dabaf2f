/**
 * What happens in the demo, and who tells of it. A story is a list of moments; the fleet changes by them alone, so that everything that is
 * written of it (logs, events, inventories) tells one truth.
 */
import type { Organization, Server } from '#libs/fleet/document.js';
import type { Command } from '#libs/planning/command.js';
import type { Calendar } from './calendar.js';
import type { Mint, Minted } from './mint.js';

export interface Fleet {
  readonly organization: Organization;
  readonly servers: readonly Server[];
}

/** What a story has to do with. */
export interface Stage extends Calendar {
  readonly mint: Mint;
}

export type Story = (stage: Stage) => readonly Moment[];

export type Moment = Ran | Altered | Seen | Logged | Shown | Noted | Saved;

/** Who ran a cmdlet. */
export interface Actor {
  /** As the audit log names accounts: `contoso.com/Users/Jo Berg`. */
  readonly name: string;
  readonly kind: 'person' | 'service';
  /** The script or program, where it tells its name. */
  readonly tool?: string;
}

/** A file that tells of a cmdlet: the administrator audit log, the Windows log "MSExchange Management", or events of a script. */
export interface Witness {
  readonly format: 'audit-log' | 'windows-events' | 'events';
  readonly file: string;
}

/** Somebody ran a cmdlet on a server. */
export interface Ran {
  readonly kind: 'ran';
  readonly at: string;
  readonly by: Actor;
  /** NetBIOS name of the server on which it ran. */
  readonly on: string;
  readonly command: Command | OtherCommand;
  /** The certificate that it brought into the store. */
  readonly brought?: Minted;
  readonly told: readonly Witness[];
}

/** A cmdlet that plans do not know: what it was given, and what it does. */
export interface OtherCommand {
  readonly cmdlet: 'Set-AuthConfig' | 'Set-HybridConfiguration';
  readonly parameters: Readonly<Record<string, string>>;
  /** As the audit log tells them: what properties were, and became. */
  readonly modified: Readonly<Record<string, readonly [string, string]>>;
  readonly alter: (fleet: Fleet) => Fleet;
}

/** Something changed outside of any cmdlet: Exchange itself did it. Nobody tells of it. */
export interface Altered {
  readonly kind: 'altered';
  readonly at: string;
  readonly alter: (fleet: Fleet) => Fleet;
}

/** A collector writes down what is: of these servers, or of everything. */
export interface Seen {
  readonly kind: 'seen';
  readonly at: string;
  readonly servers?: readonly string[];
  readonly file: string;
}

/** A server wrote a record into its Windows log. */
export interface Logged {
  readonly kind: 'logged';
  readonly at: string;
  readonly on: string;
  readonly file: string;
  readonly provider: string;
  readonly eventId: number;
  /** What the provider puts into its message. */
  readonly words: readonly string[];
}

/** A connector showed a certificate, and its protocol log has the session. */
export interface Shown {
  readonly kind: 'shown';
  readonly at: string;
  readonly on: string;
  readonly file: string;
  readonly connector: string;
  readonly peer: { readonly name: string; readonly address: string };
  readonly certificate: Minted;
}

/** Somebody wrote a note. */
export interface Noted {
  readonly kind: 'noted';
  readonly at: string;
  readonly on: string;
  readonly by: Actor;
  readonly file: string;
  readonly text: string;
  readonly ticket: string;
}

/** Somebody saved a certificate file, which says nothing of services. */
export interface Saved {
  readonly kind: 'saved';
  readonly at: string;
  readonly on: string;
  readonly file: string;
  readonly certificates: readonly Minted[];
}
