import { z } from 'zod';
import { everyRead, everyRequest, Instant, paging, ServerName } from './params.js';

export const TicketsQuery = z.strictObject({
  ...everyRead,
  tickets: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.uuid()).min(1).max(100))
    .describe('Tickets, separated by commas, at most 100.'),
});
export const ImportQuery = z.strictObject({
  ...everyRequest,
  server: ServerName.optional().describe('The server that the file is about, where the file does not say.'),
  observedAt: Instant.optional().describe('When the export was made, where the file does not say.'),
  observedAtFrom: z
    .enum(['name', 'mtime'])
    .optional()
    .describe(
      'Where neither the file nor `observedAt` says it: from the instant in the name of the file, read as UTC; in a zip also from when the file was last changed, if the zip says that with a zone.',
    ),
  filename: z.string().min(1).max(255).optional(),
  complete: z
    .string()
    .max(1_024)
    .optional()
    .describe('Keys of the server whose lists are exhaustive, separated by commas.'),
});

const seen = z.enum(['no', 'yes', 'any']).default('no').describe('Whether somebody has marked it as seen.');
export const QuarantineQuery = z.strictObject({ ...everyRead, ...paging, seen });

export type TicketsQuery = z.output<typeof TicketsQuery>;
export type ImportQuery = z.output<typeof ImportQuery>;
export type QuarantineQuery = z.output<typeof QuarantineQuery>;
