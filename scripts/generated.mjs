/**
 * Files that are made from the code and committed so that reviews see them. `--check` compares, without it they are written.
 * Needs a build.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { queryParserText } from './query-parser.mjs';

const check = process.argv.includes('--check');

/** @type {{ path: string, make: () => Promise<string> }[]} */
const generated = [
  { path: 'libs/query/grammar.ts', make: queryParserText },
  { path: 'docs/openapi.json', make: async () => (await import('../dist/apps/api/openapi.js')).openApiText() },
  { path: 'apps/console/client/schema.ts', make: consoleTypes },
  { path: 'docs/rules.md', make: async () => (await import('../dist/libs/rules/page.js')).rulesPage() },
  { path: 'docs/channels.md', make: async () => (await import('../dist/libs/channels/page.js')).channelsPage() },
  { path: 'docs/robots.md', make: async () => (await import('../dist/libs/views/robots-page.js')).robotsPage() },
  {
    path: 'docs/selection.md',
    make: async () => {
      const { selectionPage } = await import('../dist/libs/selection/page.js');
      const { REASON_WORDS: reasons } = await import('../dist/apps/cli/words/reasons.js');
      const { NOTE_WORDS: notes } = await import('../dist/apps/cli/words/notes.js');
      return selectionPage({ reasons, notes });
    },
  },
];

/** The types of the console's client, from the reference document as it is just now. */
async function consoleTypes() {
  const { openApiText } = await import('../dist/apps/api/openapi.js');
  const { default: openapiTS, astToString } = await import('openapi-typescript');
  const about = '/** Made from docs/openapi.json by `npm run generate`. */';
  return `${about}\n${astToString(await openapiTS(await openApiText()))}`;
}

let stale = 0;
for (const { path, make } of generated) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const text = await make();
  const committed = await readFile(file, 'utf8').catch(() => null);
  if (committed === text) continue;
  if (check) {
    console.error(`${path} is not what the code says now. Run: npm run generate`);
    stale += 1;
  } else {
    await writeFile(file, text);
    console.log(`wrote ${path}`);
  }
}
process.exit(stale > 0 ? 1 : 0);
