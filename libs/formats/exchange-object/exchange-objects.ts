/**
 * PowerShell CLIXML (`Export-Clixml`): objects that Exchange's cmdlets and Microsoft's Health Checker put out, of several kinds and of
 * several servers in one file, and the entries of the administrator audit log. Objects of other kinds are left out with a warning.
 */
import { hasType, isObject } from '../clixml/access.js';
import { readClixml } from '../clixml/read.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { loneCertificate, plainCertificate } from '../plain-certificate/plain-certificate.js';
import type { Decoded, Format, Input } from '../report.js';
import { shorten } from '../json/path.js';
import type { Kind, Said } from './kind.js';
import { KINDS } from './kinds.js';
import { reportSaid } from './report-said.js';

export const exchangeObjects: Format = {
  name: 'clixml',
  recognises: ({ text }) => text !== null && CLIXML.test(text.slice(0, LOOK_AT)),
  decode: decodeObjects,
};

const LOOK_AT = 8192;
/** The root element, behind a declaration, comments or the document type that the reader refuses. */
const CLIXML = /^\uFEFF?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,500}-->\s*)*(?:<Objs[\s>/]|<!DOCTYPE\s+Objs\b)/;

/** Containers that PowerShell makes around objects: a list, a hashtable, a custom object. */
const DEEPEST_CONTAINER = 3;

function decodeObjects(input: Input): Decoded {
  const read = readClixml(input.text ?? '');
  if (!read.ok) return read;
  const found = read.values.flatMap((value, i) => objectsIn(value, `object ${i + 1}`, DEEPEST_CONTAINER));
  const [only] = found;
  const lone = found.length === 1 && only !== undefined && only.kind === plainCertificate;
  const said = lone ? placed(loneCertificate(only.object), only.place) : found.flatMap(sayingsOf);
  return reportSaid('clixml', said, read.warnings);
}

interface Found {
  readonly object: PsObject;
  readonly kind: Kind | null;
  readonly place: string;
}

function objectsIn(value: PsValue, place: string, depth: number): readonly Found[] {
  if (!isObject(value)) return [];
  const kind = KINDS.find((one) => one.is(value)) ?? (plainCertificate.is(value) ? plainCertificate : null);
  const inner =
    kind === null && depth > 0 ? membersOf(value).flatMap((member) => objectsIn(member, place, depth - 1)) : [];
  return inner.some((one) => one.kind !== null) ? inner : [{ object: value, kind, place }];
}

function membersOf(object: PsObject): readonly PsValue[] {
  const custom = object.typeNames.length === 0 || hasType(object, 'PSCustomObject') || hasType(object, 'PSObject');
  return [
    ...(object.items ?? []),
    ...(object.entries ?? []).map(([, value]) => value),
    ...(custom ? object.properties.values() : []),
  ];
}

function sayingsOf({ object, kind, place }: Found): readonly Said[] {
  if (kind !== null) return placed(kind.read(object), place);
  const type = shorten((object.typeNames[0] ?? 'no type').replace(/^Deserialized\./, ''), 120);
  return placed(
    [{ warning: `Objects of type ${type} are of no kind that Certfleet reads; they were left out.` }],
    place,
  );
}

function placed(said: readonly Said[], place: string): readonly Said[] {
  return said.map((one) => ({ ...one, place }));
}
