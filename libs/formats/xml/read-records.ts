/**
 * Reads XML that is a list of records, one after the other, without ever holding all of it: a root with records below it, one record
 * alone, or (with `fragment`) a run of records without a root.
 *
 *   readRecords(text, rules, take): RecordsRead      take(record, number) is called for each, numbers from 1
 *
 * Elements beside the records are left out and told.
 */
import type { Refusal, Warning } from '../report.js';
import { quoted } from '../text.js';
import type { XmlElement } from './element.js';
import { parseXml, type XmlHandler, type XmlLimits, type XmlObjection, type XmlRules } from './parse.js';

export interface RecordRules {
  /** What a record is called, and what the root of several may be called. */
  readonly record: string;
  readonly root: string;
  readonly remedies: XmlRules['remedies'];
  readonly fragment?: boolean;
  readonly limits?: XmlLimits;
}

export type RecordsRead =
  | { readonly ok: true; readonly count: number; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** A record is small: what goes deeper or is longer than this is no log of Windows or Exchange. */
export const RECORD_LIMITS: XmlLimits = {
  text: 256 * 1024 * 1024,
  nodes: 2_000_000,
  depth: 32,
  attributes: 64,
  attributeLength: 1024 * 1024,
};

const MOST_STRANGERS = 20;

interface Growing {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

interface State {
  /** Open elements of the record that is being read, outermost first; empty between records. */
  readonly open: Growing[];
  /** How many levels of elements beside the records are open, the root not counted. */
  strange: number;
  root: 'not-yet' | 'open' | 'none';
  count: number;
  readonly strangers: Set<string>;
}

export function readRecords(
  text: string,
  rules: RecordRules,
  take: (record: XmlElement, number: number) => void,
): RecordsRead {
  const { limits = RECORD_LIMITS, remedies, fragment = false } = rules;
  const state: State = { open: [], strange: 0, root: fragment ? 'none' : 'not-yet', count: 0, strangers: new Set() };
  const refusal = parseXml(text, { limits, remedies, fragment }, handler(state, rules, take));
  if (refusal !== null) return { ok: false, refusal };
  const warnings = [...state.strangers].map((name) => ({
    place: '',
    message: `<${name}> is no record of this log and was left out.`,
  }));
  return { ok: true, count: state.count, warnings };
}

function handler(
  state: State,
  { record, root, remedies }: RecordRules,
  take: (record: XmlElement, number: number) => void,
): XmlHandler {
  return {
    open: (written, attributes) => {
      const name = withoutPrefix(written);
      if (state.root === 'not-yet') {
        state.root = name === root ? 'open' : 'none';
        if (name === root) return null;
        if (name !== record) {
          const message = `The first element is ${quoted(name)}, not ${quoted(root)}.`;
          return { kind: 'not-recognised', message, remedy: remedies.again };
        }
      }
      if (state.open.length > 0 || (state.strange === 0 && name === record)) {
        state.open.push({ name, attributes, children: [], text: '' });
        return null;
      }
      if (state.strange === 0 && state.strangers.size < MOST_STRANGERS) state.strangers.add(name);
      state.strange += 1;
      return null;
    },
    text: (text) => {
      const element = state.open.at(-1);
      if (element !== undefined) element.text += text;
      else if (state.strange === 0 && text.trim() !== '') return strayText(text, remedies.again);
      return null;
    },
    close: () => {
      const element = state.open.pop();
      if (element === undefined) {
        if (state.strange > 0) state.strange -= 1;
        return null;
      }
      const owner = state.open.at(-1);
      if (owner === undefined) take(element, (state.count += 1));
      else owner.children.push(element);
      return null;
    },
  };
}

function strayText(text: string, remedy: string): XmlObjection {
  return { kind: 'malformed', message: `The text ${quoted(text.trim())} stands where only records may.`, remedy };
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
