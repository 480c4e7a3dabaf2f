import { z } from 'zod';
import { SEVERITIES } from '#libs/rules/finding.js';
import { PLAN_NOTES } from '#libs/planning/plan-answer.js';
import { ANSWERS, CMDLETS, SURFACES } from '#libs/planning/command.js';

/** The shapes of a plan, for the reference document: section 4 of the contract, and what its reader needs beside it. */
const Instant = z.string().meta({ format: 'date-time' });
const Thumbprint = z.string().describe('SHA-1, 40 upper-case hex digits.');
const Index = z.number().int().describe('Which command, from 0.');
const OUTCOMES = ['PRESENTED', 'NOT_ADVERTISED', 'HANDSHAKE_FAILS', 'INDETERMINATE'] as const;

const Command = z
  .looseObject({
    cmdlet: z.enum(CMDLETS),
    server: z.string().optional(),
    identity: z.string().optional().describe('Of a connector; may be `SERVER\\name`.'),
    thumbprint: Thumbprint.optional(),
    services: z.array(z.string()).optional(),
    answer: z.enum(ANSWERS).optional().describe('To the overwrite question; Enter is `yes`.'),
    surface: z.enum(SURFACES).optional(),
  })
  .describe('Section 4 of the contract; docs/commands.md has every key.')
  .meta({ id: 'Command' });

const Presented = z.object({ outcome: z.enum(OUTCOMES), thumbprint: Thumbprint.nullable() }).nullable();

const Risk = z
  .object({
    id: z.string().describe('The rule: `RO-01`.'),
    severity: z.enum(SEVERITIES),
    server: z.string(),
    endpoint: z.string().nullable(),
    introduced: z.boolean().describe('The state before the commands did not have it.'),
    summary: z.string(),
    evidence: z.record(z.string(), z.unknown()),
    remediation: z.array(z.string()),
    sources: z.array(z.string()),
  })
  .meta({ id: 'Risk' });

const plan = {
  outcome: z.enum(['applied', 'refused', 'indeterminate']),
  refused: z.array(z.object({ command: Index, rule: z.string(), message: z.string() })),
  prompts: z.array(
    z.object({
      command: Index,
      shown: z.boolean().nullable().describe('Whether the overwrite question is asked; null: it may be.'),
      current: Thumbprint.optional(),
      replacement: Thumbprint.optional(),
      rule: z.string(),
    }),
  ),
  facts: z.array(
    z.object({
      server: z.string().nullable(),
      path: z.string(),
      before: z.unknown().optional(),
      after: z.unknown().optional(),
    }),
  ),
  changes: z
    .array(
      z.object({
        server: z.string(),
        endpoint: z.string(),
        before: Presented,
        after: Presented,
        rule: z.string().nullable(),
      }),
    )
    .describe('Endpoints that present something else afterwards.'),
  risks: z.array(Risk),
  notes: z.array(z.object({ command: Index.nullable(), code: z.enum(PLAN_NOTES) })),
  searched: z.object({ servers: z.number().int(), endpoints: z.number().int() }),
  unchanged: z.number().int(),
  undo: z.array(Command),
  safer: z
    .object({ commands: z.array(Command), risks: z.array(Risk) })
    .nullable()
    .describe('The same answered No, where that is less risky.'),
};

export const PlanAnswer = z
  .object({
    ...plan,
    followUps: z.array(
      z.object({
        kind: z.string(),
        server: z.string().nullable(),
        endpoint: z.string().nullable(),
        rule: z.string().nullable(),
        summary: z.string(),
        commands: z.array(z.string()),
      }),
    ),
    missing: z
      .array(z.object({ command: Index, fact: z.string(), tells: z.string().describe('Whose export tells it.') }))
      .describe('The unknown facts that keep commands undecided.'),
    choices: z.array(
      z.object({
        command: Index,
        of: z.enum(['servers', 'certificates', 'connectors']),
        names: z.array(z.string()),
        more: z.number().int(),
      }),
    ),
    stillUnknown: z.number().int().describe('Endpoints of these servers that are unknown before and after.'),
    certificates: z.array(z.looseObject({ thumbprint: Thumbprint })).describe('Every certificate that the plan names.'),
    commands: z.array(Command).describe('The commands as they were read.'),
    warnings: z.array(z.object({ place: z.string(), message: z.string() })),
    partlyKnown: z
      .array(z.object({ server: z.string().nullable(), key: z.string() }))
      .describe('Lists of which only some entries are known; null: of the organization.'),
    position: z.number().int(),
    asOf: Instant,
  })
  .meta({ id: 'Plan' });
