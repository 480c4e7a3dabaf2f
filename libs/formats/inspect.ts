import type { Organization, PartialServer } from '#libs/fleet/document.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { observe } from '#libs/fleet/observe.js';
import type { Report, Warning } from './report.js';

/** What `certfleet inspect` shows of one file (CONTRACT section 5). */
export interface Inspection {
  readonly file: string;
  readonly format: string;
  readonly servers: readonly PartialServer[];
  readonly organization: Organization;
  readonly events: readonly FleetEvent[];
  readonly warnings: readonly Warning[];
  /** When the file says it was made. */
  readonly observedAt?: string;
}

/** A report as `inspect` shows it. What the file says of no named server stands under a server with `fqdn` null. */
export function inspection(file: string, report: Report): Inspection {
  const told = observe(
    { servers: [], organization: {}, events: [], happenings: report.happenings ?? [] },
    { organization: 'default', observedAt: '', server: '?' },
  ).events;
  return {
    file,
    format: report.format,
    servers: report.servers.map(({ server }) => server),
    organization: report.organization,
    events: [...report.events, ...told],
    warnings: report.warnings,
    ...(report.observedAt === undefined ? {} : { observedAt: report.observedAt }),
  };
}
