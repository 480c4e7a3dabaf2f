import { filesIn, neededOfFiles, warningsOf } from '#libs/formats/files.js';
import { decode } from '#libs/formats/formats.js';
import { instantInName } from '#libs/formats/instant-in-name.js';
import type { Decoded, Refusal, Report, Warning } from '#libs/formats/report.js';
import { shorten } from '#libs/formats/json/path.js';

/** What a file was recognised as before it is sent, in so few words that it is quickly handed over. */
export type Seen = SeenFile | { readonly ok: false; readonly refusal: Refusal };

export interface SeenFile {
  readonly ok: true;
  readonly format: string;
  /** The first servers that it names, and how many there are. */
  readonly servers: readonly string[];
  readonly serverCount: number;
  readonly certificates: number;
  readonly events: number;
  /** The files of a zip; 1 where it is none. */
  readonly files: number;
  readonly refusedFiles: number;
  readonly observedAt: string | null;
  /** What it does not say and has to be told of it. */
  readonly lacks: readonly ('server' | 'observedAt')[];
  /** Where the instant is taken from the names of files, what is lacking still. */
  readonly lacksWithNames: readonly ('server' | 'observedAt')[];
  readonly instantInName: string | null;
  readonly suggestions: readonly string[];
  readonly warnings: readonly Warning[];
  readonly warningCount: number;
}

const MOST = 5;

/** What is in a file. The same decoders as the server's. Never throws. */
export function lookInto(name: string, bytes: Uint8Array): Seen {
  const decoded = decode(bytes);
  return decoded.ok ? { ...inShort(name, decoded.report) } : { ok: false, refusal: cut(decoded.refusal) };
}

function inShort(name: string, report: Report): SeenFile {
  const parts = filesIn(report, name).map(({ decoded }) => decoded);
  const reports = parts.flatMap((one) => (one.ok ? [one.report] : []));
  const servers = reports.flatMap((one) => one.servers.map(({ server }) => server));
  const names = [...new Set(servers.flatMap(({ fqdn, netbiosName }) => fqdn ?? netbiosName ?? []))];
  const needed = neededOfFiles(report, {}, name);
  const warnings = warningsOf(report);
  return {
    ok: true,
    format: report.format,
    servers: names.slice(0, MOST).map((one) => shorten(one, 80)),
    serverCount: names.length,
    certificates: servers.reduce((sum, { certificates }) => sum + (certificates?.length ?? 0), 0),
    events: reports.reduce((sum, one) => sum + one.events.length + (one.happenings?.length ?? 0), 0),
    files: parts.length,
    refusedFiles: parts.filter(isRefused).length,
    observedAt: reports.length === 1 ? (reports[0]?.observedAt ?? null) : null,
    lacks: facts(needed),
    lacksWithNames: facts(neededOfFiles(report, { observedAtFrom: 'name' }, name)),
    instantInName: instantInName(name),
    suggestions: [...new Set(needed.flatMap(({ suggestions }) => suggestions))].slice(0, MOST),
    warnings: warnings.slice(0, MOST).map(({ place, message }) => ({
      place: shorten(place, 200),
      message: shorten(message, 600),
    })),
    warningCount: warnings.length,
  };
}

function isRefused(decoded: Decoded): boolean {
  return !decoded.ok;
}

function facts(needed: readonly { readonly fact: 'server' | 'observedAt' }[]): readonly ('server' | 'observedAt')[] {
  return [...new Set(needed.map(({ fact }) => fact))];
}

function cut({ kind, place, message, remedy }: Refusal): Refusal {
  return { kind, place: shorten(place, 200), message: shorten(message, 600), remedy };
}
