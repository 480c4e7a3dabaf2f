import { isMark, isToldBy } from '../exchange-object/told-by-properties.js';
import { endOfString } from './parse.js';

export type JsonKind =
  'fleet-document' | 'cloudevents' | 'website-json' | 'admin-audit-log' | 'windows-event' | 'exchange-json';

/**
 * Which of our JSON formats a text is, by the keys of its first object (the document itself, the first event, web site or
 * record); null when it is none. Looks no further than the key that decides, so a broken or truncated file is still told apart.
 */
export function jsonKind(text: string | null): JsonKind | null {
  if (text === null) return null;
  // Trimmed first: two runs of blanks in one pattern would take quadratic time over a file of blanks.
  const json = text.trimStart();
  const counted = COUNTED_LIST.exec(json);
  if (counted !== null) return isToldBy(new Set(keysOfObject(json, counted[0].length))) ? 'exchange-json' : null;
  const start = /^(\[?)\s*\{/.exec(json);
  if (start === null) return null;
  const inList = start[1] === '[';
  const seen = new Set<string>();
  for (const key of keysOfObject(json, start[0].length)) {
    seen.add(key);
    const kind = decide(seen, inList) ?? (isMark(key) && isToldBy(seen) ? 'exchange-json' : null);
    if (kind !== null) return kind;
  }
  return !inList && seen.has('organization') ? 'fleet-document' : null;
}

/** Windows PowerShell writes some lists as `{ "value": […], "Count": 2 }`; the first object in it tells what it is. */
const COUNTED_LIST = /^\{\s*"value"\s*:\s*\[\s*\{/;

function decide(seen: ReadonlySet<string>, inList: boolean): JsonKind | null {
  const any = (...keys: readonly string[]) => keys.some((key) => seen.has(key));
  if (seen.has('specversion') || (seen.has('source') && any('type', 'data'))) return 'cloudevents';
  if (seen.has('bindings') && any('name', 'id')) return 'website-json';
  if (seen.has('CmdletName') && any('CmdletParameters', 'RunDate', 'Caller')) return 'admin-audit-log';
  if (seen.has('ProviderName') && any('TimeCreated', 'RecordId')) return 'windows-event';
  return !inList && any('format', 'servers', 'connections') ? 'fleet-document' : null;
}

/** The keys of the object whose brace stands just before `from`, in their order, as far as the text is readable. */
function* keysOfObject(text: string, from: number): Generator<string> {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === '{' || c === '[') depth++;
    else if (c === '}' || c === ']') {
      if (depth-- === 0) return;
    } else if (c === '"') {
      const close = endOfString(text, i);
      if (close === -1) return;
      if (depth === 0 && isKey(text, close)) yield text.slice(i + 1, close);
      i = close;
    }
  }
}

function isKey(text: string, close: number): boolean {
  let i = close + 1;
  while (i < text.length && ' \t\r\n'.includes(text[i] ?? '')) i++;
  return text[i] === ':';
}
