import { z } from 'zod';
import { everyRead, Instant, paging, ServerName } from './params.js';

export const KeysQuery = z.strictObject({ ...everyRead, ...paging });

/** Letters, digits and what cannot be misread in an address or on a terminal. */
export const KeyName = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9 ._@-]{0,98}[A-Za-z0-9])?$/,
    'a name of letters, digits, blanks, dots, dashes, underscores and @, at most 100',
  )
  .refine((name) => name !== 'administrator', 'a name other than that of the administrator');

/** The most servers that one key is bound to; a collector that sends more is not bound to any. */
const MOST_SERVERS_OF_A_KEY = 1_000;

export const NewKey = z
  .strictObject({
    name: KeyName,
    role: z.enum(['collector', 'reader', 'administrator']),
    servers: z.array(ServerName).min(1).max(MOST_SERVERS_OF_A_KEY).optional(),
    expiresAt: Instant.optional(),
  })
  .refine(({ role, servers }) => servers === undefined || role === 'collector', {
    path: ['servers'],
    message: 'only a collector is bound to servers; a reader reads all of its organization',
  });

export type KeysQuery = z.output<typeof KeysQuery>;
