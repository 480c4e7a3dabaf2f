import { unfitText } from './json/parse.js';
import { jsonPath } from './json/path.js';
import { MOST_NAMES_OF_A_CERTIFICATE, LONGEST_NAME } from './fleet-document/schema.js';
import { malformed, type Refused } from './refusal.js';
import type { Report } from './report.js';

/**
 * What no log or index could keep, whatever the format: NUL and halves of surrogate pairs, names without end. A report that has it is
 * refused as a whole, so that nothing of it is half recorded.
 */
export function unkeepable(report: Report): Refused | null {
  return unfitIn(report) ?? tooLongIn(report);
}

function unfitIn(report: Report): Refused | null {
  const { servers, organization, events } = report;
  const unfit = unfitText({ servers: servers.map(({ server }) => server), organization, events });
  return unfit === null
    ? null
    : malformed(
        jsonPath(unfit.steps),
        unfit.message,
        'Correct the name in Exchange, or leave the object out of the export.',
      );
}

function tooLongIn(report: Report): Refused | null {
  for (const [i, { server }] of report.servers.entries()) {
    const place = `servers[${i}]`;
    const crowded = server.certificates?.find(
      (c) => (c.subjectAlternativeNames?.length ?? 0) > MOST_NAMES_OF_A_CERTIFICATE,
    );
    if (crowded !== undefined)
      return malformed(
        `${place}, certificate ${crowded.thumbprint}`,
        `The certificate has ${crowded.subjectAlternativeNames?.length} names; at most ${MOST_NAMES_OF_A_CERTIFICATE} are taken.`,
        'Leave this certificate out of the export.',
      );
    const names = [
      server.fqdn,
      server.netbiosName,
      ...(server.receiveConnectors ?? []).map(({ name }) => name),
      ...(server.iisBindings ?? []).flatMap((b) => [b.site, b.ipAddress, b.hostName]),
    ];
    if (names.some(isTooLong)) return tooLong(place);
  }
  return (report.organization.sendConnectors ?? []).some(({ name }) => isTooLong(name))
    ? tooLong('organization.sendConnectors')
    : null;
}

function isTooLong(name: string | null | undefined): boolean {
  return (name?.length ?? 0) > LONGEST_NAME;
}

function tooLong(place: string): Refused {
  return malformed(
    place,
    `A name is longer than ${LONGEST_NAME} characters.`,
    'No server, connector or site has such a name: export again.',
  );
}
