import type { Finding } from '#libs/rules/finding.js';
import type { Selection } from '#libs/selection/selection.js';
import { done, failed, type Result } from '../failure.js';
import { readFleetFile, type FleetFile } from '../fleet-file.js';
import type { Terminal } from '../terminal.js';
import type { DiffAnswer } from './answer.js';
import { certificatesOf, selectionsIn, tell, told } from './fleet-side.js';

interface Side {
  readonly file: FleetFile;
  readonly at: string;
  readonly answers: readonly Selection[];
  readonly findings: readonly Finding[];
}

/** What is presented otherwise in the second of two fleet documents, each looked at at its own instant, or now. */
export async function diffOfDocuments(
  server: string | undefined,
  files: readonly string[],
  terminal: Terminal,
): Promise<Result<DiffAnswer>> {
  const [first, second, ...more] = files;
  if (first === undefined || second === undefined || more.length > 0)
    return failed({
      exit: 64,
      what: `${files.length === 1 ? 'one document is' : `${files.length} documents are`} given`,
      remedy: 'Give two: --state BEFORE --state AFTER.',
    });
  const before = await sideOf(first, server, terminal);
  if (!before.ok) return before;
  const after = await sideOf(second, server, terminal);
  return after.ok ? done(await between(before.value, after.value, server ?? null)) : after;
}

async function sideOf(path: string, server: string | undefined, terminal: Terminal): Promise<Result<Side>> {
  const file = await readFleetFile(path);
  if (!file.ok) return file;
  tell(file.value, terminal);
  const at = file.value.document.at ?? new Date().toISOString();
  const answers = await selectionsIn(file.value, server, at);
  if (!answers.ok) return answers;
  const { findings } = await import('#libs/rules/findings.js');
  const names = new Set(answers.value.map((answer) => answer.server));
  const here = findings(file.value.document, at).filter((one) => server === undefined || names.has(one.server));
  return done({ file: file.value, at, answers: answers.value, findings: here });
}

async function between(before: Side, after: Side, server: string | null): Promise<DiffAnswer> {
  const { presentedDifferences } = await import('#libs/views/presented-differences.js');
  const { findingsNotIn } = await import('#libs/rules/finding.js');
  const store = [...certificatesOf(before.file), ...certificatesOf(after.file)];
  return {
    from: { at: before.at, server, document: before.file.file },
    to: { at: after.at, server, document: after.file.file },
    ...(await told(presentedDifferences(before.answers, after.answers), store)),
    findings: {
      introduced: findingsNotIn(before.findings, after.findings),
      resolved: findingsNotIn(after.findings, before.findings),
    },
    position: null,
    asOf: after.at,
  };
}
