import type { FleetDocument } from '#libs/fleet/document.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { Finding } from '#libs/rules/finding.js';
import type { Selection } from '#libs/selection/selection.js';
import type { FleetFile } from '../fleet-file.js';
import { filtered } from '../offline.js';
import { rank } from '../plan/digest.js';
import { certificateName } from './certificate-name.js';
import type { Ending, Facts, Place, Some, Switch } from './facts.js';
import type { Thresholds } from './thresholds.js';

/** How fleet documents are answered: the libraries, which are loaded when they are needed. */
export interface Answering {
  readonly select: (document: FleetDocument, at: string) => readonly Selection[];
  readonly findings: (document: FleetDocument, at: string) => readonly Finding[];
}

export interface Asked {
  readonly at: string;
  readonly server: string | undefined;
  readonly thresholds: Thresholds;
}

/** What a fleet document says at an instant. Who is silent is no question of a file. */
export function offlineFacts(file: FleetFile, asked: Asked, answering: Answering): Facts {
  const { at, server, thresholds } = asked;
  const filter = server === undefined ? {} : { server };
  const selections = filtered(answering.select(file.document, at), file, filter);
  const presented = selections.filter(({ outcome }) => outcome === 'PRESENTED');
  const endings = presented.map((one) => endingOf(file.document, one));
  const before = Date.parse(at) + thresholds.warning.milliseconds;
  const servers = new Set(selections.map((one) => normalizeHostName(one.server)));
  return {
    asOf: at,
    endpoints: selections.length,
    ending: all(endings.filter((one): one is Ending => one.notAfter !== null && Date.parse(one.notAfter) < before)),
    endless: all(endings.filter(({ notAfter }) => notAfter === null).map(placeOf)),
    indeterminate: all(selections.filter(({ outcome }) => outcome === 'INDETERMINATE').map(placeOf)),
    failing: all(selections.filter(({ outcome }) => outcome === 'HANDSHAKE_FAILS').map(placeOf)),
    switches: all(comingSwitches(file, selections, asked, answering)),
    findings: answering
      .findings(file.document, at)
      .filter((one) => rank(one.severity) <= rank(thresholds.severity))
      .filter((one) => server === undefined || servers.has(normalizeHostName(one.server))),
    silent: all([]),
  };
}

function all<T>(items: readonly T[]): Some<T> {
  return { items, total: items.length };
}

const placeOf = ({ server, endpoint }: Place): Place => ({ server, endpoint });

function endingOf(document: FleetDocument, { server, endpoint, thumbprint }: Selection) {
  const known = document.servers?.find(({ fqdn }) => normalizeHostName(fqdn) === normalizeHostName(server));
  const certificate = known?.certificates?.find((one) => one.thumbprint === thumbprint);
  return {
    server,
    endpoint,
    certificate: certificateName(certificate),
    notBefore: certificate?.notBefore ?? null,
    notAfter: certificate?.notAfter ?? null,
  };
}

/** Instants at which a document is asked again, at most. */
const MOST_INSTANTS = 50;

function comingSwitches(
  file: FleetFile,
  now: readonly Selection[],
  { at, thresholds }: Asked,
  { select }: Answering,
): readonly Switch[] {
  const until = Date.parse(at) + thresholds.switching.milliseconds;
  const soon = now.filter(({ changesAt }) => changesAt !== null && Date.parse(changesAt) <= until);
  const instants = [...new Set(soon.flatMap(({ changesAt }) => changesAt ?? []))].toSorted().slice(0, MOST_INSTANTS);
  return instants.flatMap((instant) => {
    const then = new Map(select(file.document, instant).map((one) => [key(one), one]));
    return soon
      .filter((one) => one.changesAt === instant)
      .flatMap((one): Switch[] => {
        const after = then.get(key(one));
        const what = after === undefined ? null : difference(one, after);
        return what === null ? [] : [{ ...placeOf(one), at: instant, what }];
      });
  });
}

function key({ server, endpoint }: Place): string {
  return `${server}\n${endpoint}`;
}

function difference(before: Selection, after: Selection): string | null {
  if (after.outcome === 'INDETERMINATE' && before.outcome !== 'INDETERMINATE')
    return 'it cannot be told any more what is presented';
  if (before.outcome !== 'PRESENTED') return null;
  if (after.outcome !== 'PRESENTED') return 'TLS is not offered any more';
  return before.thumbprint === after.thumbprint ? null : `presents …${after.thumbprint?.slice(-4)} instead`;
}
