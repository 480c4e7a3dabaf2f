import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A node of the syntax tree of a PowerShell script; its `type` is a name of the grammar. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly isError: boolean;
  readonly isMissing: boolean;
  readonly hasError: boolean;
  readonly startPosition: { readonly row: number; readonly column: number };
  readonly parent: SyntaxNode | null;
  readonly children: readonly SyntaxNode[];
}

interface Library {
  readonly Parser: {
    new (): { setLanguage(language: unknown): void; parse(text: string): { readonly rootNode: SyntaxNode } | null };
    init(): Promise<void>;
  };
  readonly Language: { load(file: Uint8Array): Promise<unknown> };
}

const NAME = '@vscode/tree-sitter-wasm';

/** The syntax tree of a script, by the grammar of Visual Studio Code. What the grammar does not understand stands in it as an error. */
export async function parsePowerShell(text: string): Promise<SyntaxNode> {
  const require = createRequire(import.meta.url);
  const library: Library = require(NAME);
  await library.Parser.init();
  const grammar = readFileSync(join(dirname(require.resolve(NAME)), 'tree-sitter-powershell.wasm'));
  const parser = new library.Parser();
  parser.setLanguage(await library.Language.load(new Uint8Array(grammar)));
  const tree = parser.parse(text);
  if (tree === null) throw new Error('The parser gave no tree.');
  return tree.rootNode;
}

/** Every node below one, itself included, in the order of the text. */
export function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}

export function nodesOfType(root: SyntaxNode, ...types: readonly string[]): readonly SyntaxNode[] {
  return [...nodesOf(root)].filter(({ type }) => types.includes(type));
}

/** Line and text of a node, for a message. */
export function placeOf({ startPosition, text }: SyntaxNode): string {
  return `line ${startPosition.row + 1}: ${text.slice(0, 80)}`;
}

/** The texts of string literals: without their quotes. */
export function literalOf({ text }: SyntaxNode): string {
  return text.replace(/^(['"])([\s\S]*)\1$/, '$2');
}
