import { readFileSync } from 'node:fs';
import { literalOf, nodesOf, nodesOfType, parsePowerShell, type SyntaxNode } from '../support/powershell.js';

export const SCRIPT_FILE = new URL('../../collector/Export-Certfleet.ps1', import.meta.url);

/** One row of the table `$Fields`: which property of an object becomes which key, and how its value is written. */
export interface FieldRow {
  readonly key: string;
  readonly property: string;
  readonly kind: string;
}

export interface ScriptFunction {
  readonly name: string;
  /** In their order, without the dollar, in lower case; a switch is no position. */
  readonly parameters: readonly { readonly name: string; readonly isSwitch: boolean }[];
  readonly node: SyntaxNode;
}

export interface CollectorScript {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly root: SyntaxNode;
  readonly functions: ReadonlyMap<string, ScriptFunction>;
  readonly tables: ReadonlyMap<string, readonly FieldRow[]>;
}

/** The collector's script, read as its grammar reads it. */
export async function readCollectorScript(): Promise<CollectorScript> {
  const bytes = readFileSync(SCRIPT_FILE);
  const text = bytes.toString('latin1').replaceAll('\r\n', '\n');
  const root = await parsePowerShell(text);
  const functions = nodesOfType(root, 'function_statement').map(functionOf);
  return {
    bytes,
    text,
    root,
    functions: new Map(functions.map((one) => [one.name, one])),
    tables: tablesOf(root),
  };
}

function functionOf(node: SyntaxNode): ScriptFunction {
  const name = node.children.find(({ type }) => type === 'function_name')?.text ?? '';
  const parameters = nodesOfType(node, 'script_parameter').map((parameter) => ({
    name: variableName(parameter.children.find(({ type }) => type === 'variable')?.text ?? ''),
    isSwitch: nodesOfType(parameter, 'type_identifier').some(({ text }) => text.toLowerCase() === 'switch'),
  }));
  return { name, parameters, node };
}

function tablesOf(root: SyntaxNode): ReadonlyMap<string, readonly FieldRow[]> {
  const assigned = nodesOfType(root, 'assignment_expression').find(({ text }) => text.startsWith('$Fields = '));
  if (assigned === undefined) throw new Error('The script has no table $Fields.');
  const entries = nodesOfType(assigned, 'hash_entry').map((entry) => {
    const name = entry.children.find(({ type }) => type === 'key_expression')?.text.trim() ?? '';
    const rows = nodesOfType(entry, 'string_literal').map((row) => literalOf(row).split(' '));
    for (const row of rows)
      if (row.length !== 3) throw new Error(`A row of ${name} has not three words: ${row.join(' ')}`);
    return [name, rows.map(([key = '', property = '', kind = '']) => ({ key, property, kind }))] as const;
  });
  return new Map(entries);
}

/** `$name`, `${name}` and `@name` are one variable; names compare without case. */
export function variableName(text: string): string {
  return text
    .replace(/^[$@]\{?/, '')
    .replace(/\}$/, '')
    .toLowerCase();
}

/** Every command that a part of the script runs, by the name that stands there. */
export function commandsOf(root: SyntaxNode): readonly { readonly name: string; readonly node: SyntaxNode }[] {
  return nodesOfType(root, 'command').flatMap((node) => {
    const name = node.children.find(({ type }) => type === 'command_name');
    return name === undefined ? [] : [{ name: name.text, node }];
  });
}

/** What stands behind the name of a command: the parameters by name, and the values. */
export function argumentsOf(command: SyntaxNode): { readonly named: readonly string[]; readonly values: number } {
  const elements = command.children
    .filter(({ type }) => type === 'command_elements')
    .flatMap(({ children }) => children)
    .filter(({ type }) => type !== 'command_argument_sep');
  const named = elements
    .filter(({ type }) => type === 'command_parameter')
    .map(({ text }) => text.slice(1).toLowerCase());
  return { named, values: elements.length - named.length };
}

/** The first arguments of `.Add('key', …)`, where they are written out. */
export function addedKeys(root: SyntaxNode): readonly string[] {
  return nodesOfType(root, 'invokation_expression').flatMap((call) => {
    const member = call.children.find(({ type }) => type === 'member_name')?.text;
    const given = nodesOfType(call, 'argument_expression').filter((one) => isArgumentOf(one, call));
    const [first, second] = given;
    if (member !== 'Add' || first === undefined || second === undefined) return [];
    return /^'[^']*'$/.test(first.text.trim()) ? [first.text.trim().slice(1, -1)] : [];
  });
}

function isArgumentOf(argument: SyntaxNode, call: SyntaxNode): boolean {
  const list = argument.parent?.parent?.parent;
  return list !== null && list !== undefined && sameNode(list, call);
}

function sameNode(one: SyntaxNode, other: SyntaxNode): boolean {
  const [a, b] = [one.startPosition, other.startPosition];
  return one.type === other.type && a.row === b.row && a.column === b.column && one.text === other.text;
}

/** The variables that a part of the script sets: by assigning, as a loop variable or as a parameter. */
export function setVariables(root: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of nodesOf(root)) {
    if (node.type === 'left_assignment_expression' || node.type === 'script_parameter')
      for (const variable of nodesOfType(node, 'variable').slice(0, 1)) names.add(variableName(variable.text));
    if (node.type === 'foreach_statement') {
      const loop = node.children.find(({ type }) => type === 'variable');
      if (loop !== undefined) names.add(variableName(loop.text));
    }
  }
  return names;
}
