import { z } from 'zod';
import { EXCHANGE_VERSIONS } from '#libs/fleet/document.js';
import { PRESENTATION_HINTS } from '#libs/views/presentation-hints.js';
import { Instant, Position, selection } from './answers.js';

/** The shapes of answers about what was seen. */
const Agreement = z.enum(['agrees', 'disagrees', 'cannot-tell']);

export const PresentationItem = z
  .object({
    server: z.string(),
    endpoint: z.string(),
    observedAt: Instant,
    observedFrom: z.string().nullable(),
    protocol: z.string().nullable(),
    port: z.number().int().nullable(),
    serverName: z.string().nullable().describe('The name that was sent (SNI); null: none, or unknown.'),
    position: Position,
    seen: z.object({
      outcome: z
        .enum(['PRESENTED', 'NOT_ADVERTISED', 'HANDSHAKE_FAILS', 'NO_CERTIFICATE'])
        .nullable()
        .describe(
          'Null: what was seen says nothing of the certificate. `NO_CERTIFICATE`: none was shown, and it is not told why.',
        ),
      thumbprint: z.string().nullable(),
      chain: z.array(z.string()),
      reason: z.string().nullable(),
      line: z.string().nullable().describe('What the server said.'),
      injectedBytes: z.number().int(),
    }),
    predicted: z
      .object({
        outcome: selection.outcome,
        thumbprint: selection.thumbprint,
        certainty: selection.certainty,
        rule: selection.rule,
        notes: selection.notes,
        version: z.enum(EXCHANGE_VERSIONS).nullable(),
      })
      .nullable()
      .describe('What is foretold for that instant; null: nothing, for example because the server has changed since.'),
    agreement: Agreement,
    reason: z.string(),
    hints: z.array(z.enum(PRESENTATION_HINTS)).describe('What may be behind a presentation that was not foretold.'),
  })
  .meta({ id: 'Presentation' });

const RuleCount = z.object({
  rule: z.string(),
  version: z.enum(EXCHANGE_VERSIONS).nullable(),
  agrees: z.number().int(),
  disagrees: z.number().int(),
  cannotTell: z.number().int(),
});

export const PresentationList = z
  .object({
    items: z.array(PresentationItem),
    next: z.string().nullable(),
    total: z.number().int(),
    position: Position,
    asOf: Instant,
    counts: z
      .array(RuleCount)
      .describe('How often each rule was right, by version, whatever page or filter was asked for.'),
    since: Instant.describe('What was seen before is left out.'),
    cut: z.boolean().describe('Not everything since then was looked at: there was too much.'),
  })
  .meta({ id: 'PresentationList' });
