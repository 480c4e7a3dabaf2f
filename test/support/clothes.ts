/**
 * The objects of a CLIXML export in other clothes: as `ConvertTo-Json`, `Export-Csv` and `Format-List` write the same objects.
 */
import type { PsObject, PsValue } from '#libs/formats/clixml/value.js';

export interface JsonStyle {
  /** `-Depth`: what lies deeper is cut to text. */
  readonly depth: number;
  readonly enumerations: 'number' | 'text' | 'value and Value';
  readonly bytes: 'list' | 'base64' | 'text' | 'value and Count';
  readonly lists: 'list' | 'value and Count';
}

const isObject = (value: PsValue): value is PsObject =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array);

/** As `ConvertTo-Json` writes it. The objects that are exported are at level 0. */
export function toJson(value: PsValue, style: JsonStyle, level = 0): unknown {
  if (value instanceof Uint8Array) return jsonBytes(value, style, level);
  if (typeof value === 'bigint') return Number(value);
  if (!isObject(value)) return value;
  if (value.items !== undefined) {
    if (level > style.depth) return value.items.map(shown).join(' ');
    const items = value.items.map((item) => toJson(item, style, level + 1));
    return style.lists === 'list' ? items : { value: items, Count: items.length };
  }
  if (typeof value.value === 'number') return jsonEnumeration(value.value, value.text, style);
  if (value.properties.size === 0 || level > style.depth) return shown(value);
  return Object.fromEntries([...value.properties].map(([name, member]) => [name, toJson(member, style, level + 1)]));
}

function jsonBytes(bytes: Uint8Array, style: JsonStyle, level: number): unknown {
  if (style.bytes === 'text' || level > style.depth) return [...bytes].join(' ');
  if (style.bytes === 'base64') return Buffer.from(bytes).toString('base64');
  return style.bytes === 'list' ? [...bytes] : { value: [...bytes], Count: bytes.length };
}

function jsonEnumeration(number: number, text: string | null, { enumerations }: JsonStyle): unknown {
  if (enumerations === 'number' || text === null) return number;
  return enumerations === 'text' ? text : { value: number, Value: text };
}

/** What `ToString` gives. */
export function shown(value: PsValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (!isObject(value)) return String(value);
  if (value.text !== null) return value.text;
  if (value.value !== undefined) return shown(value.value);
  const parts = [value.properties.get('CertificateIssuer'), value.properties.get('CertificateSubject')];
  return typeof parts[0] === 'string' && typeof parts[1] === 'string' ? `<I>${parts[0]}<S>${parts[1]}` : '';
}

export interface CsvStyle {
  readonly separator: ',' | ';' | '\t';
  readonly type: boolean;
  readonly lists: 'blanks' | 'braces' | 'type';
  readonly lineEnd: '\r\n' | '\n';
}

/** As `Export-Csv` writes objects of one type. */
export function toCsv(objects: readonly PsObject[], style: CsvStyle): string {
  const names = [...new Set(objects.flatMap((object) => [...object.properties.keys()]))];
  const row = (cells: readonly string[]) =>
    cells.map((cell) => (cell === '' ? '' : `"${cell.replaceAll('"', '""')}"`)).join(style.separator);
  const rows = objects.map((object) => row(names.map((name) => csvCell(object.properties.get(name) ?? null, style))));
  const type = style.type ? [`#TYPE ${objects[0]?.typeNames[0] ?? ''}`] : [];
  return [...type, row(names), ...rows, ''].join(style.lineEnd);
}

function csvCell(value: PsValue, { lists }: CsvStyle): string {
  if (value instanceof Uint8Array) return 'System.Byte[]';
  if (!isObject(value) || value.items === undefined) return shown(value);
  if (lists === 'type') return 'System.Collections.ArrayList';
  const items = value.items.map(shown);
  return lists === 'blanks' ? items.join(' ') : `{${items.join(', ')}}`;
}

/** As `Format-List` prints them, `width` characters a line. */
export function toList(objects: readonly PsObject[], { width, trim }: { width: number; trim: boolean }): string {
  const lines = objects.flatMap(({ properties }) => ['', ...listLines(properties, width)]);
  return `\r\n${lines.map((line) => (trim ? line.trimEnd() : line)).join('\r\n')}\r\n\r\n`;
}

function listLines(properties: ReadonlyMap<string, PsValue>, width: number): string[] {
  const label = Math.max(...[...properties.keys()].map((name) => name.length));
  return [...properties].flatMap(([name, value]) => {
    const text =
      isObject(value) && value.items !== undefined ? `{${value.items.map(shown).join(', ')}}` : csvCell(value, LIST);
    const [first = '', ...others] = wrapped(text, width - label - 3);
    return [`${name.padEnd(label)} : ${first}`, ...others.map((line) => ' '.repeat(label + 3) + line)];
  });
}

const LIST: CsvStyle = { separator: ',', type: false, lists: 'braces', lineEnd: '\n' };

/** PowerShell's word wrap: behind a blank, or inside a word that is wider than a whole line. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/\S* |\S+/g) ?? []) {
    if (word.length > width)
      for (const unit of word) {
        if (line.length === width) {
          lines.push(line);
          line = '';
        }
        line += unit;
      }
    else if (line.length + word.length > width) {
      lines.push(line);
      line = word;
    } else line += word;
  }
  return [...lines, line];
}
