import { z } from 'zod';
import { NAMING_KINDS } from '#libs/views/named-by.js';
import { Instant, Position } from './answers.js';

export const NamingsAnswer = z
  .object({
    items: z.array(
      z
        .object({
          kind: z.enum(NAMING_KINDS),
          server: z.string().nullable().describe('Null: a setting of the organization.'),
          name: z
            .string()
            .nullable()
            .describe(
              'Of the connector, the binding or the pool; of the Auth configuration current, next or previous.',
            ),
          value: z.string().describe('As it is set.'),
          exact: z
            .boolean()
            .describe('False: it means any certificate of that issuer and subject, or of that host name.'),
        })
        .meta({ id: 'Naming' }),
    ),
    cut: z.boolean().describe('More than 1,000 servers hold it; the others were not looked at.'),
    position: Position,
    asOf: Instant,
  })
  .meta({ id: 'Namings' });
