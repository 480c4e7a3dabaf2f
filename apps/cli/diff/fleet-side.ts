import type { Certificate } from '#libs/certificates/certificate.js';
import type { Selection } from '#libs/selection/selection.js';
import type { PresentedDifference } from '#libs/views/presented-differences.js';
import { done, failed, type Result } from '../failure.js';
import type { FleetFile } from '../fleet-file.js';
import { filtered, serverOf } from '../offline.js';
import type { Terminal } from '../terminal.js';

export function tell({ warnings }: FleetFile, terminal: Terminal): void {
  for (const warning of warnings) terminal.say(`warning: ${warning}`);
}

export async function selectionsIn(
  file: FleetFile,
  server: string | undefined,
  at: string,
): Promise<Result<readonly Selection[]>> {
  if (server !== undefined && serverOf(file, server) === undefined)
    return failed({ exit: 1, what: `there is no server ${server} in the document`, where: file.file });
  const { select } = await import('#libs/selection/select.js');
  return done(filtered(select(file.document, at), file, server === undefined ? {} : { server }));
}

export function certificatesOf({ document }: FleetFile): readonly Certificate[] {
  return (document.servers ?? []).flatMap(({ certificates }) => certificates ?? []);
}

export async function told(
  { changes, unchanged }: { readonly changes: readonly PresentedDifference[]; readonly unchanged: number },
  store: readonly Certificate[],
) {
  const { normalizeThumbprint } = await import('#libs/certificates/thumbprint.js');
  const wanted = new Set(changes.flatMap(({ before, after }) => [before?.thumbprint, after?.thumbprint]));
  const found = new Map(store.map((one) => [normalizeThumbprint(one.thumbprint), one]));
  return {
    changes,
    unchanged,
    searched: { servers: new Set(changes.map(({ server }) => server)).size, endpoints: changes.length + unchanged },
    certificates: [...found].filter(([thumbprint]) => wanted.has(thumbprint)).map(([, one]) => one),
    findings: { introduced: [], resolved: [] },
    events: {},
  };
}
