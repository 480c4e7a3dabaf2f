import type { Organization, PartialServer } from '#libs/fleet/document.js';
import { LONGEST_NAME, MOST_NAMES_OF_A_CERTIFICATE } from './fleet-document/schema.js';
import { unfitText } from './json/parse.js';
import { jsonPath, type JsonStep } from './json/path.js';
import { malformed, type Refused } from './refusal.js';
import type { Report } from './report.js';

const REMEDY = 'Correct the name in Exchange, or leave the object out of the export.';

/**
 * What no log or index could keep, whatever the format: NUL and halves of surrogate pairs, names without end, certificates with
 * thousands of names. A report that has it is refused as a whole, so that nothing of it is half recorded.
 */
export function unkeepable(report: Report): Refused | null {
  const { organization, events, happenings = [] } = report;
  const servers = report.servers.map(({ server }) => server);
  const unfit = unfitText({ servers, organization, events, happenings });
  if (unfit !== null) return malformed(jsonPath(unfit.steps), unfit.message, REMEDY);
  for (const [i, server] of servers.entries()) {
    const refused = crowded(server, i) ?? firstBadName(namesOfServer(server), ['servers', i]);
    if (refused !== null) return refused;
  }
  return firstBadName(namesOfOrganization(organization), ['organization']);
}

function crowded(server: PartialServer, index: number): Refused | null {
  const found = server.certificates?.find(
    (certificate) => (certificate.subjectAlternativeNames?.length ?? 0) > MOST_NAMES_OF_A_CERTIFICATE,
  );
  if (found === undefined) return null;
  return malformed(
    `servers[${index}], certificate ${found.thumbprint}`,
    `The certificate has ${found.subjectAlternativeNames?.length} names; at most ${MOST_NAMES_OF_A_CERTIFICATE} are taken.`,
    'Leave this certificate out of the export.',
  );
}

type Name = readonly [steps: readonly JsonStep[], name: string | null | undefined];

/** The names by which things are told apart: each is part of a key. */
function namesOfServer(server: PartialServer): readonly Name[] {
  return [
    [['fqdn'], server.fqdn],
    [['netbiosName'], server.netbiosName],
    ...(server.receiveConnectors ?? []).map(({ name }, i): Name => [['receiveConnectors', i, 'name'], name]),
    ...(server.iisBindings ?? []).flatMap((binding, i): Name[] => [
      [['iisBindings', i, 'site'], binding.site],
      [['iisBindings', i, 'ipAddress'], binding.ipAddress],
      [['iisBindings', i, 'hostName'], binding.hostName],
    ]),
  ];
}

function namesOfOrganization({ sendConnectors }: Organization): readonly Name[] {
  return (sendConnectors ?? []).map(({ name }, i): Name => [['sendConnectors', i, 'name'], name]);
}

/** U+FFFD stands where the file had a NUL or half of a surrogate pair: two such names could not be told apart. */
function firstBadName(names: readonly Name[], owner: readonly JsonStep[]): Refused | null {
  for (const [steps, name] of names) {
    if (name === null || name === undefined) continue;
    const place = () => jsonPath([...owner, ...steps]);
    if (name.length > LONGEST_NAME)
      return malformed(place(), `The name is longer than ${LONGEST_NAME} characters.`, REMEDY);
    if (name.includes('\ufffd')) return malformed(place(), 'The name holds a NUL or half of a surrogate pair.', REMEDY);
  }
  return null;
}
