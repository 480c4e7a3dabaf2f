import type { FleetEvent } from '#libs/fleet/event.js';
import type { Happening } from '#libs/fleet/observe.js';
import type { Organization, PartialServer } from '#libs/fleet/document.js';

/** What one file says, in the words of the contract. What it does not say is absent. */
export interface Report {
  /** Name of the format that recognised the bytes: `clixml`, `fleet-document`, `cloudevents`, … */
  readonly format: string;
  /** What the file says of no named server stands under a server with `fqdn` null. */
  readonly servers: readonly ReportedServer[];
  readonly organization: Organization;
  /** Keys of `organization` whose lists are exhaustive. */
  readonly organizationComplete?: readonly string[];
  /** Events the file holds as events (CloudEvents). */
  readonly events: readonly FleetEvent[];
  /** What the file tells as having happened (audit and event logs, protocol logs), in its order. */
  readonly happenings?: readonly Happening[];
  /** When the file says it was made, RFC 3339 UTC with milliseconds; absent if it does not say. */
  readonly observedAt?: string;
  readonly warnings: readonly Warning[];
  /** The files of an archive, ordered by their names, each as if it had been sent alone. The report itself then says nothing more. */
  readonly parts?: readonly Part[];
}

/** A file of an archive. */
export interface Part {
  /** As the archive names it; only ever shown. */
  readonly name: string;
  /** When it was last changed, RFC 3339 UTC with milliseconds, if the archive says so with a zone. */
  readonly modifiedAt?: string;
  readonly decoded: Decoded;
}

export interface ReportedServer {
  readonly server: PartialServer;
  /** Keys of `server` whose lists are exhaustive: what they do not name is not there. */
  readonly complete: readonly string[];
}

/** Something that was read around, skipped or doubted; the rest of the file stands. */
export interface Warning {
  /** Where: a line and column, a JSON path, an object's number. Empty: the whole file. */
  readonly place: string;
  readonly message: string;
}

/** Why a file is not taken at all. Nothing of it is recorded. */
export interface Refusal {
  readonly kind: 'empty' | 'not-recognised' | 'malformed' | 'too-large' | 'private-key';
  readonly place: string;
  readonly message: string;
  /** What the user can do about it, as a sentence. */
  readonly remedy: string;
}

export type Decoded =
  { readonly ok: true; readonly report: Report } | { readonly ok: false; readonly refusal: Refusal };

/** A format: how its bytes are recognised by content, and what they say. */
export interface Format {
  readonly name: string;
  /** True when these bytes are of this format; exactly one format recognises any sample. Cheap: looks at the beginning only. */
  readonly recognises: (input: Input) => boolean;
  readonly decode: (input: Input) => Decoded;
}

/** The bytes and, where they are text, the text. */
export interface Input {
  readonly bytes: Uint8Array;
  /** Decoded by byte order mark, UTF-8 otherwise; null when the bytes are no text. */
  readonly text: string | null;
}
