import { z } from 'zod';
import { Instant, Position } from './answers.js';

const count = z.number().int();

/** How the pipe of an organization stands, from what is sent to who is told. */
export const Status = z
  .object({
    version: z.string().describe('Of this Certfleet.'),
    organization: z.string(),
    state: z.enum(['well', 'busy', 'stuck']).describe('Busy: something waits, and is worked on. Stuck: see `wrong`.'),
    wrong: z.array(z.string()).describe('What keeps it, a sentence each, with what to do.'),
    log: z.object({
      position: Position,
      hash: z.string().describe('SHA-256 of the chain there, hex. Keep a copy elsewhere: it proves the log later.'),
      lastRecordedAt: Instant.nullable(),
    }),
    projection: z.object({
      position: Position,
      behind: count.describe('Events that answers do not hold yet.'),
      worker: z
        .object({ name: z.string(), until: Instant })
        .nullable()
        .describe('Who has the right to the work now. Null: nobody; that is nothing amiss while nothing waits.'),
    }),
    inbox: z
      .object({
        waiting: count,
        oldestWaiting: Instant.nullable(),
        recorded: count,
        duplicate: count,
        conflict: count,
        quarantined: count,
      })
      .describe('What was sent, by what became of it.'),
    alerts: z.object({
      position: Position.describe('Changes up to here were looked at.'),
      behind: count,
      comparedAt: Instant.nullable().describe('When what stands was last compared with the alerts. Null: never.'),
      due: count.describe('Messages that wait for their channel.'),
      oldestDue: Instant.nullable(),
      undelivered: count.describe('Messages that were given up.'),
    }),
    servers: z.object({ known: count, silent: count, silentSince: Instant }),
    asOf: Instant,
    position: Position,
  })
  .meta({ id: 'Status' });
