import type { Certificate } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { Command } from '#libs/planning/command.js';
import type { PlanReport } from '#libs/planning/report.js';
import type { PartlyKnown } from '#libs/views/plannable-fleet.js';
import { certificateWords, shortener } from '../text/certificate-label.js';
import { serverNamer } from '#libs/fleet/server-pattern.js';

/** All that a screen or a ticket about a plan is made of. */
export interface Story {
  /** Where the facts come from, as a user knows it: a file, an address with its organization. */
  readonly source: string;
  /** The instant that is looked at, RFC 3339. */
  readonly at: string;
  /** Log position of the facts; null: they come from a file. */
  readonly position: number | null;
  /** Lists of the servers concerned, and of the organization, of which only some entries are known. */
  readonly partly: readonly PartlyKnown[];
  readonly commands: readonly Command[];
  readonly report: PlanReport;
  /** The same with its overwrite questions answered both ways; null: there is no such question, or it is answered No. */
  readonly answered: { readonly yes: PlanReport; readonly no: PlanReport } | null;
  /** An overwrite question will be shown, and the commands do not say what is answered. */
  readonly open: boolean;
  /** What the safer variant of the plan comes to; null: there is none. */
  readonly safer: PlanReport | null;
}

/** How certificates and servers are called in one story. */
export interface Names {
  readonly store: ReadonlyMap<string, Certificate>;
  /** `9F2A…C1 mail.contoso.com (Trust CA1, to 2027-06-20)` */
  readonly certificate: (thumbprint: string) => string;
  /** `mail.contoso.com (Trust CA1, to 2027-06-20)` */
  readonly words: (thumbprint: string) => string;
  /** `9F2A…C1` */
  readonly short: (thumbprint: string) => string;
  readonly server: (fqdn: string) => string;
}

export function namesIn({ report, answered, safer }: Pick<Story, 'report' | 'answered' | 'safer'>): Names {
  const reports = [report, answered?.yes, answered?.no, safer].flatMap((one) => one ?? []);
  const certificates = reports.flatMap((one) => one.certificates);
  const store = new Map(certificates.map((certificate) => [normalizeThumbprint(certificate.thumbprint), certificate]));
  const short = shortener(store.keys());
  const servers = reports.flatMap((one) =>
    [...one.changes, ...one.risks, ...one.followUps].flatMap(({ server }) => server ?? []),
  );
  const words = (thumbprint: string): string => certificateWords(store.get(thumbprint));
  return {
    store,
    short,
    words,
    certificate: (thumbprint) => `${short(thumbprint)} ${words(thumbprint)}`,
    server: serverNamer(servers),
  };
}
