/**
 * Reads what PowerShell's `Export-Clixml` writes, within bounds.
 *
 *   looksLikeClixml(text): boolean                  cheap: looks at the beginning only
 *   readClixml(text, limits?): ClixmlRead           { ok: true, values, warnings } | { ok: false, refusal }
 *
 * `values` are the top-level values in the order of the file (value.ts), references resolved. A document type declaration, a level,
 * an element or an attribute too many, a text that does not fit its element, and any XML that is not well formed refuse the whole
 * file, with line and column. Nothing is ever fetched or expanded.
 */
import { SaxesParser } from 'saxes';
import type { Refusal, Warning } from '../report.js';
import { quoted } from '../text.js';
import { unescape } from './primitive.js';
import { startTree, type Attributes, type Objection, type Tree } from './tree.js';
import type { PsValue } from './value.js';

export type ClixmlRead =
  | { readonly ok: true; readonly values: readonly PsValue[]; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly refusal: Refusal };

export interface ClixmlLimits {
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
  /** Values below one object when references are followed. */
  readonly expanded: number;
}

export const CLIXML_LIMITS: ClixmlLimits = {
  text: 256 * 1024 * 1024,
  nodes: 2_000_000,
  depth: 200,
  attributes: 8,
  attributeLength: 64 * 1024,
  expanded: 4_000_000,
};

const SLICE = 64 * 1024;
const REMEDY_EXPORT = 'Export the objects again with Export-Clixml and send the file unchanged and whole.';
const REMEDY_SMALLER = 'Export fewer objects per file, or with a smaller -Depth.';

/** True when the text begins as CLIXML does: its first element is `Objs`. */
export function looksLikeClixml(text: string): boolean {
  return /^\uFEFF?\s*(<\?xml[^>]{0,200}\?>\s*)?(<!--[^>]{0,500}-->\s*)*<Objs[\s>/]/.test(text.slice(0, 4096));
}

/** The values of a CLIXML text, or why it is refused. Never throws. */
export function readClixml(text: string, limits: ClixmlLimits = CLIXML_LIMITS): ClixmlRead {
  if (text.trim() === '') {
    return refused({ kind: 'empty', place: '', message: 'The file is empty.', remedy: REMEDY_EXPORT });
  }
  if (!/^\uFEFF?\s*</.test(text.slice(0, 4096))) {
    const message = 'The text is no XML: it does not begin with "<".';
    return refused({ kind: 'not-recognised', place: 'line 1, column 1', message, remedy: REMEDY_EXPORT });
  }
  if (text.length > limits.text) {
    const message = `The text is longer than ${limits.text} characters.`;
    return refused({ kind: 'too-large', place: '', message, remedy: REMEDY_SMALLER });
  }
  const tree = startTree({ depth: limits.depth, expanded: limits.expanded });
  const refusal = feed(text, tree, limits);
  return refusal === null ? { ok: true, values: tree.values, warnings: warningsOf(tree) } : refused(refusal);
}

function refused(refusal: Refusal): ClixmlRead {
  return { ok: false, refusal };
}

function warningsOf(tree: Tree): readonly Warning[] {
  return tree.skipped().map((name) => ({ place: '', message: `<${name}> is no element of CLIXML and was skipped.` }));
}

/**
 * saxes throws what its error handler throws: that, and only that, ends the parse at once. The refusal was kept before.
 */
function feed(text: string, tree: Tree, limits: ClixmlLimits): Refusal | null {
  const parser = new SaxesParser({ xmlns: false, position: true });
  let refusal: Refusal | null = null;
  const refuse = (kind: Refusal['kind'], message: string, remedy: string) => {
    refusal ??= { kind, place: `line ${parser.line}, column ${Math.max(1, parser.column)}`, message, remedy };
    parser.fail(message);
  };
  const object = (objection: Objection) => {
    if (objection !== null) refuse('malformed', objection, REMEDY_EXPORT);
  };
  parser.on('error', (error) => {
    refusal ??= syntaxRefusal(error.message, parser.line, parser.column);
    throw error;
  });
  parser.on('doctype', () => {
    refuse('malformed', 'A document type declaration is not taken.', 'Remove the <!DOCTYPE …> line: CLIXML has none.');
  });
  const levels = count(parser, limits, refuse);
  build(parser, tree, { refuse, object });
  parser.on('closetag', () => {
    levels.leave();
    object(tree.close());
  });
  try {
    for (let at = 0; at < text.length; at += SLICE) parser.write(text.slice(at, at + SLICE));
    parser.close();
    return refusal;
  } catch (fault) {
    return refusal ?? syntaxRefusal(String(fault), parser.line, parser.column);
  }
}

type Refuse = (kind: Refusal['kind'], message: string, remedy: string) => void;
type Parser = SaxesParser<{ xmlns: false; position: true }>;

function count(parser: Parser, limits: ClixmlLimits, refuse: Refuse): { readonly leave: () => void } {
  let depth = 0;
  let nodes = 0;
  let attributes = 0;
  parser.on('opentagstart', () => {
    attributes = 0;
    depth += 1;
    nodes += 1;
    if (depth > limits.depth) {
      refuse('too-large', `Elements are nested deeper than ${limits.depth} levels.`, REMEDY_SMALLER);
    }
    if (nodes > limits.nodes) refuse('too-large', `More than ${limits.nodes} elements.`, REMEDY_SMALLER);
  });
  parser.on('attribute', ({ value }) => {
    attributes += 1;
    if (attributes > limits.attributes) {
      refuse('too-large', `An element with more than ${limits.attributes} attributes.`, REMEDY_EXPORT);
    }
    if (value.length > limits.attributeLength) {
      refuse('too-large', `An attribute longer than ${limits.attributeLength} characters.`, REMEDY_EXPORT);
    }
  });
  return {
    leave: () => {
      depth -= 1;
    },
  };
}

function build(
  parser: Parser,
  tree: Tree,
  on: { readonly refuse: Refuse; readonly object: (objection: Objection) => void },
): void {
  let root = true;
  parser.on('opentag', ({ name, attributes }) => {
    if (root && name !== 'Objs') {
      on.refuse(
        'not-recognised',
        `XML, but no CLIXML: its first element is ${quoted(name)}, not "Objs".`,
        REMEDY_EXPORT,
      );
    }
    root = false;
    const { N, RefId } = attributes;
    const known: Attributes = { name: N === undefined ? null : unescape(N), refId: RefId ?? null };
    on.object(tree.open(name, known));
  });
  parser.on('text', (text) => on.object(tree.text(text)));
  parser.on('cdata', (text) => on.object(tree.text(text)));
}

/** saxes writes `line:column: what is wrong.`; the place is told apart. */
function syntaxRefusal(message: string, line: number, column: number): Refusal {
  const what = message.replace(/^\d+:\d+: /, '');
  const truncated = /unclosed tag|must contain a root element|unexpected end/i.test(what);
  return {
    kind: 'malformed',
    place: `line ${line}, column ${Math.max(1, column)}`,
    message: truncated ? `The XML ends too early: ${cut(what)}` : `The XML is not well formed: ${cut(what)}`,
    remedy: truncated ? 'The file is cut off: copy or export it again and send it whole.' : REMEDY_EXPORT,
  };
}

function cut(message: string): string {
  return message.length > 160 ? `${quoted(message)}.` : message;
}
