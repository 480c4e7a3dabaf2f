/**
 * The fleet document (`certfleet.fleet/1`): JSON, UTF-8 or UTF-16, whose keys are those of CONTRACT section 1.
 *
 *   fleetDocument            the format: as a report, for an import and for `inspect`
 *   readFleetDocument        the document itself, with policy and connections, for `select`, `findings` and `plan`
 *
 * Unknown keys are ignored with a warning. Unknown words where Exchange has a list of words (a role, a service, a status) are taken as
 * unknown with a warning, for Exchange may learn new ones. Wrong types, duplicates and what cannot be parsed are refused with the path.
 */
import type { FleetDocument, Organization, Server } from '#libs/fleet/document.js';
import { jsonKind } from '../json/kind.js';
import { parseJson } from '../json/parse.js';
import { jsonPath } from '../json/path.js';
import { readShape } from '../json/read-shape.js';
import { malformed, refused, type Refused } from '../refusal.js';
import { decodeText, explainBadText } from '../text.js';
import type { Decoded, Format, Input, ReportedServer, Warning } from '../report.js';
import { instantText } from '../instant-text.js';
import { withTidyThumbprints } from '../thumbprints.js';
import { type Fault, findFault } from './checks.js';
import { notesOf } from './collector-notes.js';
import { withRawCertificates } from './raw-certificates.js';
import { FleetDocument as Shape } from './schema.js';

export type ReadDocument =
  { readonly ok: true; readonly document: FleetDocument; readonly warnings: readonly Warning[] } | Refused;

/** The document that a file holds. Bad input (rulebook 2, 18) is a refusal with the JSON path. */
export function readFleetDocument(bytes: Uint8Array): ReadDocument {
  const text = decodeText(bytes);
  if (text === null) {
    const refusal = explainBadText(bytes);
    return refusal === null
      ? refused('not-recognised', '', 'This is no text.', 'Give a fleet document in JSON.')
      : { ok: false, refusal };
  }
  if (text.trim() === '') return refused('empty', '', 'The file is empty.', 'Give a fleet document in JSON.');
  return readDocumentText(text);
}

function readDocumentText(text: string): ReadDocument {
  const json = parseJson(text);
  if (!json.ok) return json;
  dropNulls(json.value);
  const shaped = readShape(Shape, json.value, isOpenList);
  if (!shaped.ok) return shaped;
  const expanded = withRawCertificates(shaped.value);
  if (!expanded.ok) return faulty(expanded.fault);
  const { document } = expanded;
  const fault = findFault(document);
  if (fault !== null) return faulty(fault);
  return { ok: true, document, warnings: [...shaped.warnings, ...expanded.warnings, ...notesOf(document.collector)] };
}

function faulty(fault: Fault): Refused {
  const place = jsonPath(fault.steps);
  return malformed(
    place,
    `${place} ${fault.wrong}.`,
    'Correct this value; docs/formats.md lists every key, its type and its meaning.',
  );
}

/** A part of the document that is null says as little as one that is absent. */
function dropNulls(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key of ['collector', 'policy', 'organization', 'servers', 'connections'])
    if (Reflect.get(value, key) === null) Reflect.deleteProperty(value, key);
}

/** Lists of words that Exchange may lengthen; `version` and the policy are closed. */
function isOpenList(path: string): boolean {
  return /\.(?:roles\[\d+\]|services\[\d+\]|status|keyProvider|protocol)$/.test(path);
}

export const fleetDocument: Format = {
  name: 'fleet-document',
  recognises: (input) => jsonKind(input.text) === 'fleet-document',
  decode: decodeDocument,
};

function decodeDocument(input: Input): Decoded {
  const read = readDocumentText(input.text ?? '');
  if (!read.ok) return read;
  const { document, warnings } = read;
  const observedAt = document.at == null ? undefined : instantText(document.at);
  return {
    ok: true,
    report: {
      format: 'fleet-document',
      servers: (document.servers ?? []).map(reportedServer),
      organization: withTidyThumbprints(document.organization ?? {}),
      organizationComplete: listsOf(document.organization ?? {}),
      events: [],
      ...(observedAt === undefined ? {} : { observedAt }),
      warnings,
    },
  };
}

/** A document states what is; a list in it is the whole list, or the answers drawn from it would be guesses. */
function reportedServer(server: Server): ReportedServer {
  return { server: withTidyThumbprints(server), complete: listsOf(server) };
}

const LISTS = new Set([
  'certificates',
  'receiveConnectors',
  'iisBindings',
  'virtualDirectories',
  'sendConnectors',
  'edgeSubscriptions',
  'pools',
]);

function listsOf(facts: Server | Organization): readonly string[] {
  return Object.keys(facts).filter((key) => LISTS.has(key));
}
