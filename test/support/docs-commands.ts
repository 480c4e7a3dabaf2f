import { readdirSync, readFileSync } from 'node:fs';

const DOCS = new URL('../../docs/', import.meta.url);
const LINE = /^ *(?:\$ )?(?:bin\/)?certfleet ([^#\n]*)/gm;

/** README.md and every page of docs/. */
export const PAGES: readonly string[] = [
  '../README.md',
  ...readdirSync(DOCS).filter((name) => name.endsWith('.md')),
].sort();

/** The command lines that a page shows in blocks of these kinds. */
export function commandsOf(page: string, kinds: readonly string[] = ['sh', 'console', 'bash']): readonly string[] {
  const fence = new RegExp(`\`\`\`(?:${kinds.join('|')})\\n([\\s\\S]*?)\`\`\``, 'g');
  const blocks = readFileSync(new URL(page, DOCS), 'utf8').matchAll(fence);
  const lines = [...blocks].flatMap(([, block = '']) => [...block.replaceAll('\\\n', ' ').matchAll(LINE)]);
  return lines.map(([, line = '']) => line.trim());
}

/** Words as a shell makes them, with what stands in brackets for those who want it; what goes into a file or another program is left away. */
export function wordsOf(line: string): readonly string[] {
  const [own = ''] = line.split(/ [|>]/, 1);
  return [...own.replaceAll(/\[(--[^\]]*)\]/g, '$1').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}
