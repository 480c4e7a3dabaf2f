import type { Certificate } from '#libs/certificates/certificate.js';
import type { Ambiguity } from '#libs/fleet/ambiguous.js';
import type { ClockVerdict } from '#libs/fleet/clock.js';
import type { Server } from '#libs/fleet/document.js';
import type { Gap, Numbering } from '#libs/fleet/gaps.js';
import type { FileResult } from '#libs/formats/file-result.js';
import type { Finding } from '#libs/rules/finding.js';
import type { Outcome, Selection } from '#libs/selection/selection.js';
import type { Comparison } from '#libs/views/comparison.js';
import type { TimelineGroup } from '#libs/views/timeline-groups.js';
import type { ToldItem } from '#libs/views/timeline-item.js';

/** The answers of the API, as far as this command line reads them. `--json` prints them as they come. */
export interface List<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly total: number;
  readonly position: number;
  readonly asOf: string;
  /** Absent from lists that are not about servers, and from older servers. */
  readonly freshness?: {
    readonly servers: number;
    readonly silent: readonly string[];
    readonly silentCount: number | null;
    readonly silentSince: string;
  };
  /** The query as it was read; absent where none was asked. */
  readonly query?: {
    readonly where: string | null;
    readonly view: { readonly name: string; readonly where: string } | null;
  };
  /** Of alerts: what keeps people from being told. */
  readonly warnings?: readonly string[];
  /** Of timelines: the items by their cause. */
  readonly groups?: readonly TimelineGroup[];
}

export type ServerItem = Pick<Server, 'fqdn' | 'netbiosName' | 'version' | 'roles' | 'adSite'> & {
  readonly lastSeenAt: string | null;
  readonly outcomes: Readonly<Record<string, number>>;
};

export type BindingItem = Selection & {
  readonly certificate: Certificate | null;
  readonly lastChanged?: { readonly at: string; readonly by: string | null; readonly position: number } | null;
};

export type CertificateItem = Certificate & {
  readonly installedOn: readonly { readonly server: string; readonly services?: readonly string[] | null }[];
  readonly presentedAt: readonly { readonly server: string; readonly endpoint: string }[];
};

export type FindingItem = Finding & {
  readonly state: 'standing' | 'coming' | 'resolved';
  readonly firstSeen?: string | null;
  readonly lastSeen?: string | null;
  readonly resolved: string | null;
  readonly standsFrom?: string;
  readonly standsUntil: string | null;
};

export interface ForecastItem {
  readonly at: string;
  readonly server: string;
  readonly endpoint: string;
  readonly kind: 'stops' | 'expires' | 'switches' | 'starts' | 'unknown';
  readonly what: string;
  readonly before: Side & { readonly certificate: Certificate | null };
  readonly after: Side & { readonly certificate: Certificate | null };
  readonly rule: string;
}

export interface Side {
  readonly outcome: Outcome;
  readonly thumbprint: string | null;
}

export interface TimelineItem extends ToldItem {
  readonly type: string;
  readonly effect: string;
  /** Absent from servers that do not compare yet. */
  readonly comparison?: Comparison | null;
  readonly source: string;
}

export type ServerAnswer = Server & {
  readonly position: number;
  readonly asOf: string;
  /** Absent from older servers. */
  readonly gaps?: readonly GapAnswer[];
  readonly clock?: Pick<ClockVerdict, 'suspect' | 'what'>;
  readonly ambiguous?: readonly Ambiguity[];
};

export type GapAnswer = Gap & { readonly what: string };

export interface SourceItem {
  readonly source: string;
  readonly epoch: string | null;
  readonly numbering: Numbering;
  readonly events: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly lastRecordedAt: string;
  readonly missing: number | null;
  readonly gaps: readonly GapAnswer[];
}

/** Of servers whose clocks are in doubt. */
export type SuspectClock = Pick<ClockVerdict, 'what'> & { readonly server: string };

export interface SelectionsAnswer {
  readonly selections: readonly Selection[];
  readonly position: number;
  readonly asOf: string;
}

type Warnings = readonly { readonly place: string; readonly message: string }[];

export interface Accepted {
  readonly ticket: string;
  readonly format?: string;
  readonly warnings?: Warnings;
  /** The files of a zip that are not recorded. */
  readonly leftOut?: readonly Pick<FileResult, 'file' | 'outcome' | 'reason' | 'remedy'>[];
}

export interface Ticket {
  readonly ticket: string;
  readonly state: 'queued' | 'done' | 'failed';
  readonly events: number;
  readonly position: number | null;
  readonly warnings: Warnings;
  readonly error: string | null;
  /** What became of each file; those of a zip apart. */
  readonly files: readonly FileResult[];
}

export interface KeyItem {
  readonly name: string;
  readonly role: string;
  /** Null: every server. */
  readonly servers: readonly string[] | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

export type KeyMade = Omit<KeyItem, 'createdAt'> & { readonly organization: string; readonly key: string };

type Fields = Readonly<Record<string, unknown>>;

function has(value: unknown, ...keys: readonly string[]): value is Fields {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}

export const isServerList = (value: unknown): value is List<ServerItem> => isList(value);
export const isBindingList = (value: unknown): value is List<BindingItem> => isList(value);
export const isCertificateList = (value: unknown): value is List<CertificateItem> => isList(value);
export const isForecastList = (value: unknown): value is List<ForecastItem> => isList(value);
export const isFindingList = (value: unknown): value is List<FindingItem> => isList(value);
export const isTimelineList = (value: unknown): value is List<TimelineItem> => isList(value);
export const isSourceList = (
  value: unknown,
): value is List<SourceItem> & { readonly clocks: readonly SuspectClock[] } =>
  isList(value) && has(value, 'clocks') && Array.isArray(value['clocks']);
export const isKeyList = (value: unknown): value is List<KeyItem> => isList(value);
export const isKeyMade = (value: unknown): value is KeyMade => has(value, 'name', 'key', 'organization', 'servers');
export const isKeyRevoked = (value: unknown): value is { readonly name: string; readonly organization: string } =>
  has(value, 'name', 'organization');
export const isServer = (value: unknown): value is ServerAnswer => has(value, 'fqdn');
export const isSelections = (value: unknown): value is SelectionsAnswer =>
  has(value, 'selections') && Array.isArray(value['selections']);
export const isAccepted = (value: unknown): value is Accepted => has(value, 'ticket');
export const isTicketList = (value: unknown): value is { readonly items: readonly Ticket[] } =>
  has(value, 'items') &&
  Array.isArray(value['items']) &&
  value['items'].every((one) => has(one, 'ticket', 'state', 'events', 'warnings', 'files'));

function isList(value: unknown): boolean {
  return has(value, 'items', 'next') && Array.isArray(value['items']);
}
export const isEventCount = (value: unknown): value is { readonly items: readonly unknown[] } =>
  has(value, 'items') && Array.isArray(value['items']);
