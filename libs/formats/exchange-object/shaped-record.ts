import { shorten } from '../json/path.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { doubtText, type Doubt } from './doubt.js';
import type { Said } from './kind.js';
import { KINDS } from './kinds.js';
import { PROPERTY_SHAPES } from './property-shapes.js';
import { shapedValue } from './shaped-value.js';
import { typeToldBy } from './told-by-properties.js';

/** One object as JSON, CSV or a list of the Shell gives it. */
export interface RawRecord {
  readonly properties: ReadonlyMap<string, unknown>;
  /** Where it stands: `line 3`, `[2]`. */
  readonly place: string;
  /** What a `#TYPE` line says; else the names of the properties have to tell. */
  readonly type?: string | undefined;
  /** Properties whose value was not certain when it was read. */
  readonly doubts?: ReadonlyMap<string, Doubt>;
}

/** What the records of a file say, read by the very kinds that read CLIXML, and what of them had to stay unknown. */
export function recordsSaid(records: Iterable<RawRecord>): readonly Said[] {
  const said: Said[] = [];
  const doubted = new Map<Doubt, { readonly names: Set<string>; readonly places: Set<string> }>();
  for (const record of records) {
    const shaped = shapedRecord(record);
    const ofOne = saidOf(record, shaped.values);
    said.push(...ofOne);
    for (const [name, doubt] of ofOne.some((one) => one.server ?? one.organization) ? shaped.doubts : []) {
      const { names, places } = doubted.get(doubt) ?? { names: new Set(), places: new Set() };
      doubted.set(doubt, { names: names.add(name), places: places.add(record.place) });
    }
  }
  const doubts = [...doubted].flatMap(([doubt, { names, places }]): Said[] => {
    const warning = doubtText([...names], doubt);
    return [...places].map((place) => ({ place, warning }));
  });
  return [...said, ...doubts];
}

interface ShapedRecord {
  readonly values: ReadonlyMap<string, PsValue>;
  readonly doubts: ReadonlyMap<string, Doubt>;
}

function shapedRecord({ properties, doubts: uncertain = new Map<string, Doubt>() }: RawRecord): ShapedRecord {
  const doubts = new Map([...uncertain].filter(([name]) => PROPERTY_SHAPES.has(name)));
  const values = new Map<string, PsValue>();
  for (const [name, raw] of properties) {
    const shape = PROPERTY_SHAPES.get(name);
    if (shape === undefined) continue;
    const shaped = shapedValue(raw, shape);
    if ('doubt' in shaped) doubts.set(name, shaped.doubt);
    else values.set(name, shaped.value);
  }
  return { values, doubts };
}

function saidOf({ properties, place, type }: RawRecord, values: ReadonlyMap<string, PsValue>): readonly Said[] {
  const object = ofAKind(values, [type, typeToldBy(properties)]);
  if (object === null) return [{ place, warning: leftOut(properties) }];
  return (KINDS.find((kind) => kind.is(object))?.read(object) ?? []).map((one) => ({ ...one, place }));
}

/** The object under the first of these types that a kind knows. */
function ofAKind(
  properties: ReadonlyMap<string, PsValue>,
  types: readonly (string | null | undefined)[],
): PsObject | null {
  const objects = types.flatMap((type) => (type == null ? [] : [{ typeNames: [type], text: null, properties }]));
  return objects.find((object) => KINDS.some((kind) => kind.is(object))) ?? null;
}

const MOST_NAMES = 5;

function leftOut(properties: ReadonlyMap<string, unknown>): string {
  if (properties.has('X509CertificateName'))
    return 'The settings do not say whether they are of POP or of IMAP and were left out: export them with ProtocolName.';
  if (properties.has('InternalUrl') || properties.has('InternalHostname'))
    return 'The virtual directory does not say which one it is and was left out: export it with Name or Identity.';
  const names = [...properties.keys()].slice(0, MOST_NAMES).map((name) => shorten(name, 40));
  const more = properties.size > MOST_NAMES ? ', …' : '';
  return `Objects with the properties ${names.join(', ')}${more} are of no kind that Certfleet reads; they were left out.`;
}
