import { z } from 'zod';
import { EXCHANGE_VERSIONS, SERVER_ROLES } from '#libs/fleet/document.js';
import { SEVERITIES } from '#libs/rules/finding.js';
import { Freshness, QueryEcho } from './query-answers.js';

/** The shapes of answers, for the reference document. What is answered is made of the same types the libraries use. */
export const Instant = z.string().meta({ format: 'date-time' });
export const Position = z.number().int().describe('Position in the log of the organization.');
export const Thumbprint = z.string().describe('SHA-1, 40 upper-case hex digits.');

export const TraceStep = z
  .object({
    rule: z.string(),
    asks: z.string(),
    found: z.string(),
    kept: z.array(Thumbprint).optional(),
    fell: z.array(z.object({ thumbprint: Thumbprint, reasons: z.array(z.string()) })).optional(),
    decides: z.boolean(),
  })
  .meta({ id: 'TraceStep' });

export const selection = {
  server: z.string(),
  endpoint: z
    .string()
    .describe('`internal-transport`, `receive:<connector>:starttls`, `iis:<site>:<ip>:<port>:<host>`, …'),
  via: z.string().nullable(),
  outcome: z.enum(['PRESENTED', 'NOT_ADVERTISED', 'HANDSHAKE_FAILS', 'INDETERMINATE']),
  thumbprint: Thumbprint.nullable(),
  certainty: z.enum(['high', 'medium', 'low']),
  rule: z.string(),
  decidedBy: z.array(z.string()),
  events: z.array(z.number().int()),
  smtpResponse: z.string().nullable(),
  candidates: z.array(
    z.object({
      thumbprint: Thumbprint,
      verdict: z.enum(['selected', 'eligible', 'rejected']),
      reasons: z.array(z.string()),
    }),
  ),
  notes: z.array(z.string()),
  changesAt: Instant.nullable(),
  healthierCandidate: Thumbprint.nullable(),
  sources: z.array(z.string()),
};

export const SelectionAnswer = z
  .object({ ...selection, trace: z.array(TraceStep).optional() })
  .meta({ id: 'Selection' });

export const Certificate = z
  .looseObject({ thumbprint: Thumbprint })
  .describe(
    'The facts of a certificate, section 1 of the contract; an absent key is unknown, null is known to be unset.',
  )
  .meta({ id: 'Certificate' });

export const BindingItem = z
  .object({
    ...selection,
    certificate: Certificate.nullable(),
    lastChanged: z
      .object({ at: Instant, by: z.string().nullable(), position: Position.nullable() })
      .nullable()
      .optional(),
    lastSeenAt: Instant.nullable(),
  })
  .meta({ id: 'Binding' });

export const FindingItem = z
  .object({
    id: z.string().describe('The rule: `RO-13`.'),
    severity: z.enum(SEVERITIES),
    server: z.string(),
    endpoint: z.string().nullable().describe('Null: the server as a whole.'),
    summary: z.string(),
    evidence: z.record(z.string(), z.unknown()),
    remediation: z.array(z.string()).describe('What to do, in this order.'),
    sources: z.array(z.string()),
    state: z.enum(['standing', 'coming', 'resolved']),
    firstSeen: Instant.nullable()
      .optional()
      .describe('Since when it stands without a break. Null: it has not come yet. Absent: unknown, at another time.'),
    lastSeen: Instant.nullable().optional(),
    resolved: Instant.nullable(),
    standsFrom: Instant.optional().describe('Since when it says this, or from when on it will.'),
    standsUntil: Instant.nullable().describe('Until time alone changes it; null: for good, as far as is known.'),
  })
  .meta({ id: 'Finding' });

const Severities = z
  .object({ critical: z.number().int(), high: z.number().int(), medium: z.number().int(), low: z.number().int() })
  .describe(
    'How many findings of each severity stand. Absent: unknown, the organization is too large to ask of another time.',
  )
  .meta({ id: 'FindingCounts' });

export const ServerSummary = z
  .object({
    fqdn: z.string(),
    netbiosName: z.string().nullable().optional(),
    version: z.enum(EXCHANGE_VERSIONS).nullable().optional(),
    roles: z.array(z.enum(SERVER_ROLES)).nullable().optional(),
    adSite: z.string().nullable().optional(),
    lastSeenAt: Instant.nullable(),
    outcomes: z.record(z.string(), z.number().int()).describe('How many endpoints have each outcome.'),
    findings: Severities.optional(),
  })
  .meta({ id: 'ServerSummary' });

export const ServerAnswer = z
  .looseObject({
    fqdn: z.string(),
    findings: z
      .array(FindingItem)
      .optional()
      .describe('Those that stand, the worst first. Absent: see `findingsUnknown`.'),
    findingsUnknown: z.string().optional().describe('Why no findings are told.'),
    lastSeenAt: Instant.nullable(),
    position: Position,
    asOf: Instant,
  })
  .describe('The server of section 1 of the contract. An absent key is unknown, null is known to be unset.');

export const CertificateItem = z
  .looseObject({
    thumbprint: Thumbprint,
    installedOn: z.array(z.object({ server: z.string(), services: z.array(z.string()).nullable().optional() })),
    presentedAt: z.array(z.object({ server: z.string(), endpoint: z.string() })),
  })
  .meta({ id: 'CertificateItem' });

export const Side = z.object({ outcome: selection.outcome, thumbprint: Thumbprint.nullable() }).nullable();

export const QuarantineItem = z
  .object({
    ticket: z.string(),
    state: z.enum(['quarantined', 'conflict']),
    kind: z.enum(['events', 'import']),
    filename: z.string().nullable(),
    receivedAt: Instant,
    finishedAt: Instant.nullable(),
    sha256: z.string(),
    size: z.number().int(),
    reason: z.string().nullable(),
    remedy: z.string().nullable(),
    seenAt: Instant.nullable().describe('When somebody marked it as seen.'),
    seenBy: z.string().nullable(),
    seenNote: z.string().nullable(),
    tries: z
      .array(
        z.object({
          state: z.enum(['quarantined', 'conflict']),
          reason: z.string().nullable(),
          finishedAt: Instant.nullable(),
          again: Instant.describe('When it was tried again.'),
          by: z.string(),
        }),
      )
      .describe('How it ended before it was tried again, the oldest first.'),
  })
  .meta({ id: 'Quarantined' });

export const RecordedEventItem = z
  .looseObject({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.string(),
    time: Instant,
    position: Position,
  })
  .meta({ id: 'RecordedEvent' });

export function list<T extends z.ZodType>(item: T, id: string) {
  return z
    .object({
      items: z.array(item),
      next: z.string().nullable(),
      total: z.number().int(),
      position: Position,
      asOf: Instant,
    })
    .meta({ id });
}

/** A list that takes a query: with how fresh it is, and the query as it was read. */
function queried<T extends z.ZodType>(item: T, id: string) {
  return z
    .object({
      items: z.array(item),
      next: z.string().nullable(),
      total: z.number().int(),
      freshness: Freshness,
      query: QueryEcho.optional(),
      position: Position,
      asOf: Instant,
    })
    .meta({ id });
}

export const ServerList = queried(ServerSummary, 'ServerList');
export const BindingList = queried(BindingItem, 'BindingList');
export const FindingList = queried(FindingItem, 'FindingList');
export const CertificateList = queried(CertificateItem, 'CertificateList');
export const QuarantineList = list(QuarantineItem, 'QuarantineList');
export const EventList = z
  .object({ items: z.array(RecordedEventItem), next: Position.nullable(), position: Position, head: z.string() })
  .meta({ id: 'EventList' });
export const SelectionsAnswer = z
  .object({ selections: z.array(SelectionAnswer), position: Position, asOf: Instant })
  .meta({ id: 'Selections' });

const Warning = z.object({ place: z.string(), message: z.string() });

export const Accepted = z
  .object({
    ticket: z.string(),
    head: z.string().describe('Hash over the log so far; keep a copy elsewhere.'),
    warnings: z.array(Warning),
  })
  .meta({ id: 'Accepted' });
export const ImportAccepted = Accepted.extend({
  format: z.string().describe('What it was recognised as; `zip`: each of its files is looked at by itself.'),
  leftOut: z
    .array(
      z.object({
        file: z.string(),
        outcome: z.enum(['skipped', 'refused']),
        reason: z.string(),
        remedy: z.string(),
      }),
    )
    .describe('The files of a zip that will not be recorded. They do not stop the others.'),
}).meta({ id: 'ImportAccepted' });
export const EventsAccepted = Accepted.extend({
  accepted: z.number().int(),
  duplicates: z.number().int(),
  conflicts: z
    .number()
    .int()
    .describe('Their id stands for something else. They are kept and shown, and never applied; see `warnings`.'),
}).meta({ id: 'EventsAccepted' });
const FileResult = z
  .object({
    file: z.string().nullable().describe('Its name; of a file in a zip the name there.'),
    format: z.string().nullable(),
    outcome: z
      .enum(['recorded', 'known', 'nothing', 'skipped', 'refused', 'conflict'])
      .describe(
        'recorded: some or all of it is new in the log; known: the log had all of it; nothing: it holds nothing to record; skipped: of no format, beside others in a zip; refused: it could not be read or recorded; conflict: an event has the id of another one, the rest is recorded.',
      ),
    events: z.record(z.string(), z.number().int()).describe('How many events of each type became part of the log.'),
    known: z.number().int().describe('How many the log had already, with the inventories that were seen again.'),
    seenAgain: z.number().int().describe('How many of those are inventories that say what was known, at another time.'),
    conflicts: z.number().int(),
    first: Instant.nullable().describe('The first and the last instant that it tells of, new or known.'),
    last: Instant.nullable(),
    warnings: z.array(Warning).describe('What was left out or doubted.'),
    reason: z.string().nullable(),
    remedy: z.string().nullable(),
  })
  .meta({ id: 'FileResult' });
export const Ticket = z
  .object({
    ticket: z.string(),
    state: z.enum(['queued', 'done', 'failed']),
    events: z.number().int(),
    position: Position.nullable(),
    warnings: z.array(Warning),
    error: z.string().nullable(),
    outcome: z.enum(['queued', 'recorded', 'duplicate', 'conflict', 'quarantined']),
    receivedAt: Instant,
    finishedAt: Instant.nullable(),
    files: z.array(FileResult).describe('What became of each file, those of a zip apart. Empty until it is finished.'),
  })
  .meta({ id: 'Ticket' });
export const TicketList = z.object({ items: z.array(Ticket) }).meta({ id: 'TicketList' });

export const Verification = z
  .object({
    verified: z.boolean(),
    log: z
      .looseObject({ intact: z.boolean(), position: Position })
      .describe(
        'Intact up to this position, with the hash of the chain there; or damaged at this position, with the reason.',
      ),
    projection: z
      .object({
        equal: z.boolean(),
        position: Position,
        servers: z.number().int(),
        differences: z.array(z.object({ server: z.string().nullable(), what: z.string() })),
      })
      .describe('Whether what is stored equals the fold of the log up to this position.'),
    asOf: Instant,
  })
  .meta({ id: 'Verification' });
