/** libs/query/grammar.ts: the parser that Peggy makes of libs/query/grammar.peggy, laid out like everything else. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import peggy from 'peggy';
import { format, resolveConfig } from 'prettier';

const HEAD = `// Made of libs/query/grammar.peggy by \`npm run generate\`: change the grammar, not this.
// @ts-nocheck
/* eslint-disable */
`;

/** Nothing is evaluated when it runs and it needs no other module, so that it runs in a browser as it is. */
export async function queryParserText() {
  const place = fileURLToPath(new URL('../libs/query/grammar.ts', import.meta.url));
  const grammar = await readFile(fileURLToPath(new URL('../libs/query/grammar.peggy', import.meta.url)), 'utf8');
  const source = peggy.generate(grammar, { output: 'source', format: 'es', grammarSource: 'grammar.peggy' });
  return format(`${HEAD}\n${source.replace(/^\/\/ .*\n/gm, '')}\n`, {
    ...(await resolveConfig(place)),
    parser: 'typescript',
  });
}
