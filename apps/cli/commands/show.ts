import type { Certificate } from '#libs/certificates/certificate.js';
import { isSelections, isServer, type ServerAnswer } from '../answers.js';
import { ask } from '../client.js';
import { connectionOf, type OnlineOptions } from '../connection.js';
import type { Failures } from '../failure.js';
import { storeTable } from '../render/certificates.js';
import { bindingsTable, countsLine } from '../render/selections.js';
import { known } from '../render/servers.js';
import { reliance } from '../render/sources.js';
import { shown } from '../text/escape.js';
import { instantWords } from '../text/instant.js';
import type { Terminal } from '../terminal.js';
import { noServer, stateQuery, type TimeOptions } from './time-options.js';

export interface ShowOptions extends OnlineOptions, TimeOptions {
  readonly wide?: boolean;
}

/** One server: what it is, what its store holds, what its endpoints present. */
export async function show(server: string, options: ShowOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const query = stateQuery(options);
  if (!query.ok) return [query.failure];
  const path = `servers/${encodeURIComponent(server)}`;
  const answer = await ask(connection.value, { path, query: query.value }, isServer);
  if (!answer.ok) return [noServer(answer.failure)];
  if (options.json === true) {
    terminal.printJson(answer.value);
    return [];
  }
  const selections = await ask(connection.value, { path: `${path}/selections`, query: query.value }, isSelections);
  if (!selections.ok) return [selections.failure];
  const store = answer.value.certificates ?? [];
  const rows = selections.value.selections.map((selection) => ({
    selection,
    certificate: certificateIn(store, selection.thumbprint),
  }));
  terminal.print(
    [
      heading(answer.value, terminal),
      ...reliance(answer.value, terminal.page),
      '',
      answer.value.certificates === undefined
        ? 'Its certificates are unknown.'
        : storeTable(store, options.wide === true, terminal.page),
      '',
      rows.length === 0 ? 'Nothing is known of its endpoints.' : bindingsTable(rows, options, terminal.page),
      terminal.page.paint.dim(
        `${countsLine(selections.value.selections)}; as of ${instantWords(answer.value.asOf)}, log position ${answer.value.position}`,
      ),
    ].join('\n'),
  );
  return [];
}

export function certificateIn(store: readonly Certificate[], thumbprint: string | null): Certificate | null {
  return store.find((certificate) => certificate.thumbprint === thumbprint) ?? null;
}

function heading(server: ServerAnswer, terminal: Terminal): string {
  const roles = server.roles === undefined ? 'roles unknown' : (server.roles ?? []).join(' ') || 'no roles';
  return [
    terminal.page.paint.bold(shown(server.fqdn)),
    `Exchange ${server.version ?? 'version unknown'}, build ${known(server.build)}, ${roles}, site ${known(server.adSite)}`,
    `Internal transport ("default SMTP") certificate: ${known(server.internalTransportCertificate)}`,
  ].join('\n');
}
