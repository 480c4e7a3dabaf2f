import '../plan/no-eval.js';
import { z } from 'zod';
import type { Severity } from '#libs/rules/finding.js';
import type { components } from '../client/schema.js';

type Schemas = components['schemas'];

type Kind = Schemas['ChannelKind'];

/** A channel as it is sent. */
export interface ChannelRequest {
  readonly kind: Kind['kind'];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  readonly leastSeverity: Severity;
  readonly digest: boolean;
}

/** How a setting is entered. */
export type Shape = 'text' | 'number' | 'switch' | 'choice' | 'list' | 'pairs' | 'long';

/** One setting of a kind of channel, as its shape tells. */
export interface Field {
  readonly key: string;
  readonly about: string;
  readonly needed: boolean;
  /** Typed as a password, kept sealed, never shown again. */
  readonly secret: boolean;
  readonly shape: Shape;
  readonly choices: readonly string[];
  /** What holds where nothing is given. */
  readonly standard: unknown;
}

/** As its input has it: a text, a tick, texts one below another, names with values. */
export type Value = string | boolean | readonly (string | Pair)[];
export type Pair = readonly [name: string, value: string];
/** Absent: a secret that is kept stays as it is. */
export type Values = Readonly<Record<string, Value>>;

const LONG = 10_000;
const Property = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  anyOf: z.array(z.looseObject({ type: z.string().optional(), maxLength: z.number().optional() })).optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
  maxLength: z.number().optional(),
});
type Property = z.infer<typeof Property>;
const Settings = z.looseObject({
  properties: z.record(z.string(), Property),
  required: z.array(z.string()).optional(),
});

/** The fields of a kind of channel: what must be given stands first. */
export function fieldsOf({ settings, secrets }: Pick<Kind, 'settings' | 'secrets'>): readonly Field[] {
  const read = Settings.safeParse(settings);
  if (!read.success) return [];
  const { properties, required = [] } = read.data;
  const fields = Object.entries(properties).map(([key, property]) => ({
    key,
    about: property.description ?? '',
    needed: required.includes(key),
    secret: secrets.includes(key),
    shape: shapeOf(property),
    choices: property.enum ?? [],
    standard: property.default ?? null,
  }));
  return fields.toSorted((one, other) => Number(other.needed) - Number(one.needed));
}

const SHAPES: ReadonlyMap<string | undefined, Shape> = new Map<string, Shape>([
  ['integer', 'number'],
  ['number', 'number'],
  ['boolean', 'switch'],
  ['array', 'list'],
  ['object', 'pairs'],
]);

function shapeOf({ type, enum: choices, anyOf, maxLength }: Property): Shape {
  if (choices !== undefined) return 'choice';
  const some = anyOf?.find((one) => one.type !== 'null');
  const longest = maxLength ?? some?.maxLength ?? 0;
  return SHAPES.get(type ?? some?.type) ?? (longest > LONG ? 'long' : 'text');
}

/** Whether a secret of this channel is kept: it is shown as `…`. */
export function isKept(field: Field, kept: Readonly<Record<string, unknown>>): boolean {
  return field.secret && kept[field.key] === '…';
}

/** What stands in the inputs at first: what is kept, or what holds where nothing is given. A secret stands nowhere. */
export function valuesOf(fields: readonly Field[], kept: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    fields.flatMap((field) =>
      isKept(field, kept) ? [] : [[field.key, valueOf(field, kept[field.key] ?? field.standard)]],
    ),
  );
}

/** A value as the input of its shape has it; `emptyOf` where it is another. */
function valueOf({ shape }: Field, value: unknown): Value {
  if (shape === 'switch') return value === true;
  if (shape === 'list') return Array.isArray(value) ? value.map(String) : [];
  if (shape === 'pairs')
    return typeof value === 'object' && value !== null
      ? Object.entries(value).map(([name, one]) => [name, String(one)] as const)
      : [];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** An input with nothing in it. */
export function emptyOf(field: Field): Value {
  return valueOf(field, null);
}

/** The settings that the inputs say. What is empty is left out, and so is as it is where nothing is given; a kept secret is `…`. */
export function settingsOf(
  fields: readonly Field[],
  values: Values,
  kept: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = values[field.key];
      if (value === undefined) return isKept(field, kept) ? [[field.key, '…']] : [];
      const said = saidOf(field, value);
      return said === undefined ? [] : [[field.key, said]];
    }),
  );
}

/** @returns undefined for nothing. */
function saidOf({ shape }: Field, value: Value): unknown {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return textOf(shape, value.trim());
  if (value.length === 0) return undefined;
  if (shape === 'pairs') {
    const pairs = value.flatMap((pair) => (typeof pair === 'string' || pair[0].trim() === '' ? [] : [pair]));
    return pairs.length === 0 ? undefined : Object.fromEntries(pairs.map(([name, one]) => [name.trim(), one]));
  }
  const texts = value.flatMap((text) => (typeof text !== 'string' || text.trim() === '' ? [] : [text.trim()]));
  return texts.length === 0 ? undefined : texts;
}

/** What is no number is sent as it stands: the server says what is wrong with it. */
function textOf(shape: Shape, text: string): unknown {
  if (text === '') return undefined;
  return shape === 'number' && /^\d{1,15}$/.test(text) ? Number(text) : text;
}

/** Where a channel leads, as far as that is no secret; null: all of it is. */
export function addressOf({ kind, settings }: Pick<Schemas['AlertChannel'], 'kind' | 'settings'>): string | null {
  const text = (key: string) => {
    const value = settings[key];
    return typeof value === 'string' && value !== '…' && value !== '' ? value : null;
  };
  const texts = (key: string) => {
    const value = settings[key];
    return Array.isArray(value) ? value.map(String).join(', ') : null;
  };
  const host = text('host') === null ? null : [text('host'), settings['port']].filter((one) => one != null).join(':');
  switch (kind) {
    case 'email':
      return [texts('to'), host].filter((one) => one !== null).join(' through ');
    case 'alertmanager':
      return texts('urls');
    case 'slack':
      return text('conversation') ?? text('url');
    case 'pagerduty':
      return text('url') ?? 'https://events.pagerduty.com';
    default:
      return host ?? text('url') ?? text('program');
  }
}
