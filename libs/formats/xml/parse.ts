/**
 * Reads XML within bounds: no document type, nothing fetched or expanded, and never more than the limits say.
 *
 *   parseXml(text, rules, handler): Refusal | null     null: it was read to its end
 *
 * What is wrong refuses the whole file, with line and column. Never throws.
 */
import { SaxesParser } from 'saxes';
import type { Refusal } from '../report.js';
import { quoted } from '../text.js';

export interface XmlLimits {
  /** UTF-16 units of the whole text. */
  readonly text: number;
  /** Elements. */
  readonly nodes: number;
  /** Levels of elements. */
  readonly depth: number;
  /** Attributes of one element. */
  readonly attributes: number;
  /** UTF-16 units of one attribute. */
  readonly attributeLength: number;
}

export interface XmlRules {
  readonly limits: XmlLimits;
  /** A run of elements without a root. */
  readonly fragment?: boolean;
  /** What to do about a file that is damaged; about one that is too large; about one with a document type. */
  readonly remedies: { readonly again: string; readonly smaller: string; readonly doctype: string };
}

/** Why the file is not taken; where, the reader knows. Null: nothing is wrong. */
export type XmlObjection = Omit<Refusal, 'place'> | null;

export interface XmlHandler {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => XmlObjection;
  readonly text: (text: string) => XmlObjection;
  readonly close: () => XmlObjection;
}

const SLICE = 64 * 1024;

type Parser = SaxesParser<{ xmlns: false; position: true; fragment: boolean }>;

/** saxes throws what its error handler throws: that, and only that, ends the parse at once. The refusal was kept before. */
export function parseXml(text: string, rules: XmlRules, handler: XmlHandler): Refusal | null {
  const { limits, remedies, fragment = false } = rules;
  if (text.length > limits.text)
    return {
      kind: 'too-large',
      place: '',
      message: `The text is longer than ${limits.text} characters.`,
      remedy: remedies.smaller,
    };
  const parser: Parser = new SaxesParser({ xmlns: false, position: true, fragment });
  let refusal: Refusal | null = null;
  const object = (objection: XmlObjection) => {
    if (objection === null) return;
    refusal ??= { ...objection, place: placeOf(parser) };
    parser.fail(objection.message);
  };
  parser.on('error', (error) => {
    refusal ??= syntaxRefusal(error.message, parser, remedies.again);
    throw error;
  });
  parser.on('doctype', () => {
    object({ kind: 'malformed', message: 'A document type declaration is not taken.', remedy: remedies.doctype });
  });
  const levels = countElements(parser, rules, object);
  parser.on('opentag', ({ name, attributes }) => object(handler.open(name, attributes)));
  parser.on('text', (chunk) => object(handler.text(chunk)));
  parser.on('cdata', (chunk) => object(handler.text(chunk)));
  parser.on('closetag', () => {
    levels.leave();
    object(handler.close());
  });
  try {
    for (let at = 0; at < text.length; at += SLICE) parser.write(text.slice(at, at + SLICE));
    parser.close();
    return refusal;
  } catch (fault) {
    return refusal ?? syntaxRefusal(String(fault), parser, remedies.again);
  }
}

function countElements(
  parser: Parser,
  { limits, remedies }: XmlRules,
  object: (objection: XmlObjection) => void,
): { readonly leave: () => void } {
  let depth = 0;
  let nodes = 0;
  let attributes = 0;
  const tooLarge = (message: string, remedy: string) => object({ kind: 'too-large', message, remedy });
  parser.on('opentagstart', () => {
    attributes = 0;
    depth += 1;
    nodes += 1;
    if (depth > limits.depth) tooLarge(`Elements are nested deeper than ${limits.depth} levels.`, remedies.smaller);
    if (nodes > limits.nodes) tooLarge(`More than ${limits.nodes} elements.`, remedies.smaller);
  });
  parser.on('attribute', ({ value }) => {
    attributes += 1;
    if (attributes > limits.attributes)
      tooLarge(`An element with more than ${limits.attributes} attributes.`, remedies.again);
    if (value.length > limits.attributeLength)
      tooLarge(`An attribute longer than ${limits.attributeLength} characters.`, remedies.again);
  });
  return {
    leave: () => {
      depth -= 1;
    },
  };
}

function placeOf({ line, column }: Parser): string {
  return `line ${line}, column ${Math.max(1, column)}`;
}

/** saxes writes `line:column: what is wrong.`; the place is told apart. */
function syntaxRefusal(message: string, parser: Parser, again: string): Refusal {
  const what = message.replace(/^\d+:\d+: /, '');
  const truncated = /unclosed tag|must contain a root element|unexpected end/i.test(what);
  return {
    kind: 'malformed',
    place: placeOf(parser),
    message: truncated ? `The XML ends too early: ${cut(what)}` : `The XML is not well formed: ${cut(what)}`,
    remedy: truncated ? 'The file is cut off: copy or export it again and send it whole.' : again,
  };
}

function cut(message: string): string {
  return message.length > 160 ? `${quoted(message)}.` : message;
}
