import { RULE_TITLES } from './rule-titles.js';
import { fingerprint } from './junit.js';
import { type Judged, PROBLEM_KINDS, type Problem } from './judge.js';
import { problemText } from './nagios.js';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const LEVELS = { CRITICAL: 'error', WARNING: 'warning', UNKNOWN: 'note' } as const;

/**
 * SARIF 2.1.0. A place is told as a logical location, and, for readers that ask for a file, as the document it was found in.
 *
 * @param source the fleet document, or null: a running Certfleet, where servers stand for files.
 */
export function sarif({ problems }: Judged, source: string | null): object {
  const kinds = [...new Set(problems.map(({ kind }) => kind))].toSorted();
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'certfleet',
            rules: kinds.map((id) => ({ id, shortDescription: { text: titleOf(id) } })),
          },
        },
        results: problems.map((problem) => ({
          ruleId: problem.kind,
          ruleIndex: kinds.indexOf(problem.kind),
          level: LEVELS[problem.state],
          message: { text: wellFormed(problemText(problem)) },
          locations: [location(problem, source)],
          partialFingerprints: { 'certfleet/v1': fingerprint(problem) },
        })),
      },
    ],
  };
}

function titleOf(kind: string): string {
  const own = Object.entries(PROBLEM_KINDS).find(([id]) => id === kind);
  return own?.[1] ?? RULE_TITLES.get(kind) ?? kind;
}

function location({ server, endpoint }: Problem, source: string | null) {
  const uri = source ?? `servers/${server ?? ''}`;
  const names = [server, endpoint].filter((part) => part !== null).map(wellFormed);
  return {
    physicalLocation: {
      artifactLocation: { uri: wellFormed(uri).split('/').map(encodeURIComponent).join('/') },
      region: { startLine: 1 },
    },
    ...(names.length === 0 ? {} : { logicalLocations: [{ fullyQualifiedName: names.join('/'), kind: 'resource' }] }),
  };
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
