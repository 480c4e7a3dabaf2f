import { z } from 'zod';
import { Instant, Position } from './answers.js';
import { everyRead, Instant as GivenInstant, ServerName } from './params.js';

/** So many servers a document holds at most, and so many may be named. */
export const MOST_SERVERS = 20;

export const FleetDocumentQuery = z.strictObject({
  ...everyRead,
  asOf: GivenInstant.optional().describe('The state as it was, or will be, at this instant.'),
  server: z
    .string()
    .max(MOST_SERVERS * 256)
    .transform((text) => text.split(','))
    .pipe(z.array(ServerName).max(MOST_SERVERS))
    .optional()
    .describe(
      `Names of servers, separated by commas, at most ${MOST_SERVERS}. Not needed of an organization that has no more servers.`,
    ),
});
export type FleetDocumentQuery = z.output<typeof FleetDocumentQuery>;

export const FleetDocumentAnswer = z
  .object({
    document: z
      .looseObject({ format: z.literal('certfleet.fleet/1') })
      .nullable()
      .describe(
        `A fleet document (CONTRACT section 1). Null: more than ${MOST_SERVERS} servers would be needed, none was named, or the organization is too large to be looked through; POST /plans answers.`,
      ),
    whole: z.boolean().describe('It holds every server of the organization.'),
    servers: z.number().int().describe('How many servers the organization has.'),
    partlyKnown: z
      .array(z.object({ server: z.string().nullable(), key: z.string() }))
      .describe('Lists of which only some entries are known; null: of the organization.'),
    position: Position,
    asOf: Instant,
  })
  .meta({ id: 'FleetDocument' });
