import type { Organization } from '#libs/fleet/document.js';
import type { Report, ReportedServer } from '#libs/formats/report.js';
import { shown } from '../text/escape.js';
import { instantWords } from '../text/instant.js';
import type { Page } from '../text/page.js';
import { storeTable } from './certificates.js';

/** What a file says, for people: its format, its servers, their lists in numbers and their certificates. */
export function inspectionText(file: string, report: Report, wide: boolean, page: Page): string {
  const at =
    report.observedAt === undefined ? 'does not say when it was made' : `made ${instantWords(report.observedAt)}`;
  return [
    `${page.paint.bold(shown(file))}  ${page.paint.dim(`${report.format}, ${at}`)}`,
    ...report.servers.flatMap((server) => serverLines(server, wide, page)),
    ...organizationLines(report.organization),
    ...(report.events.length === 0 ? [] : [`  ${report.events.length} event${report.events.length === 1 ? '' : 's'}`]),
    ...report.warnings.map(({ place, message }) =>
      page.paint.doubtful(`  ! ${place === '' ? '' : `${shown(place)}: `}${shown(message)}`),
    ),
  ].join('\n');
}

function serverLines({ server }: ReportedServer, wide: boolean, page: Page): string[] {
  const name = server.fqdn === null ? 'a server that the file does not name' : shown(server.fqdn);
  const what = [
    server.version == null ? null : `Exchange ${server.version}`,
    server.roles == null ? null : server.roles.join(' '),
    ...counts(server),
  ].filter((part) => part !== null);
  const store = server.certificates ?? [];
  return [
    `  ${page.paint.bold(name)}${what.length === 0 ? '' : `  ${what.join(', ')}`}`,
    ...(server.internalTransportCertificate == null
      ? []
      : [`    internal transport certificate ${server.internalTransportCertificate}`]),
    ...(store.length === 0 ? [] : indented(storeTable(store, wide, page))),
  ];
}

function indented(text: string): string[] {
  return text.split('\n').map((line) => `    ${line}`);
}

const LISTS = [
  ['certificates', 'certificate'],
  ['receiveConnectors', 'receive connector'],
  ['sendConnectors', 'send connector'],
  ['iisBindings', 'IIS binding'],
  ['virtualDirectories', 'virtual director'],
  ['edgeSubscriptions', 'Edge subscription'],
  ['pools', 'pool'],
] as const;

function counts(holder: object): string[] {
  return LISTS.flatMap(([key, word]) => {
    const list: unknown = Reflect.get(holder, key);
    if (!Array.isArray(list)) return [];
    const ending = word.endsWith('director') ? (list.length === 1 ? 'y' : 'ies') : list.length === 1 ? '' : 's';
    return [`${list.length} ${word}${ending}`];
  });
}

function organizationLines(organization: Organization): string[] {
  const parts = [
    ...counts(organization),
    ...(organization.hybrid == null ? [] : ['hybrid settings']),
    ...(organization.authConfig == null ? [] : ['OAuth certificate settings']),
  ];
  return parts.length === 0
    ? []
    : [`  organization${organization.name == null ? '' : ` ${shown(organization.name)}`}: ${parts.join(', ')}`];
}
