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
import type { Refusal, Warning } from '../report.js';
import { quoted } from '../text.js';
import { parseXml, type XmlHandler, type XmlLimits, type XmlObjection, type XmlRules } from '../xml/parse.js';
import { unescape } from './primitive.js';
import { startTree, type Objection, type Tree } from './tree.js';
import type { PsValue } from './value.js';

export type ClixmlRead =
  | { readonly ok: true; readonly values: readonly PsValue[]; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly refusal: Refusal };

export interface ClixmlLimits extends XmlLimits {
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

const REMEDIES: XmlRules['remedies'] = {
  again: 'Export the objects again with Export-Clixml and send the file unchanged and whole.',
  smaller: 'Export fewer objects per file, or with a smaller -Depth.',
  doctype: 'Remove the <!DOCTYPE …> line: CLIXML has none.',
};

/** True when the text begins as CLIXML does: its first element is `Objs`. */
export function looksLikeClixml(text: string): boolean {
  return /^\uFEFF?\s*(<\?xml[^>]{0,200}\?>\s*)?(<!--[^>]{0,500}-->\s*)*<Objs[\s>/]/.test(text.slice(0, 4096));
}

/** The values of a CLIXML text, or why it is refused. Never throws. */
export function readClixml(text: string, limits: ClixmlLimits = CLIXML_LIMITS): ClixmlRead {
  if (text.trim() === '') {
    return refused({ kind: 'empty', place: '', message: 'The file is empty.', remedy: REMEDIES.again });
  }
  if (!/^\uFEFF?\s*</.test(text.slice(0, 4096))) {
    const message = 'The text is no XML: it does not begin with "<".';
    return refused({ kind: 'not-recognised', place: 'line 1, column 1', message, remedy: REMEDIES.again });
  }
  const tree = startTree({ depth: limits.depth, expanded: limits.expanded });
  const refusal = parseXml(text, { limits, remedies: REMEDIES }, builder(tree));
  return refusal === null ? { ok: true, values: tree.values, warnings: warningsOf(tree) } : refused(refusal);
}

function refused(refusal: Refusal): ClixmlRead {
  return { ok: false, refusal };
}

function warningsOf(tree: Tree): readonly Warning[] {
  return tree.skipped().map((name) => ({ place: '', message: `<${name}> is no element of CLIXML and was skipped.` }));
}

function builder(tree: Tree): XmlHandler {
  let root = true;
  return {
    open: (name, { N, RefId }) => {
      if (root && name !== 'Objs') {
        const message = `XML, but no CLIXML: its first element is ${quoted(name)}, not "Objs".`;
        return { kind: 'not-recognised', message, remedy: REMEDIES.again };
      }
      root = false;
      return damaged(tree.open(name, { name: N === undefined ? null : unescape(N), refId: RefId ?? null }));
    },
    text: (text) => damaged(tree.text(text)),
    close: () => damaged(tree.close()),
  };
}

function damaged(objection: Objection): XmlObjection {
  return objection === null ? null : { kind: 'malformed', message: objection, remedy: REMEDIES.again };
}
