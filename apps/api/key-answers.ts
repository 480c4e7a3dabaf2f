import { z } from 'zod';
import { Instant, list } from './answers.js';

/** The shapes of answers about keys. */
export const ROLES = ['administrator', 'reader', 'collector'] as const;

const key = {
  name: z.string(),
  role: z.enum(ROLES),
  servers: z.array(z.string()).nullable().describe('The only servers it may report on. Null: every server.'),
  expiresAt: Instant.nullable().describe('Null: good until it is revoked.'),
};

export const KeyItem = z.object({ ...key, createdAt: Instant }).meta({ id: 'Key' });

export const KeyMade = z
  .object({
    ...key,
    organization: z.string(),
    key: z.string().describe('The secret that requests bear. It is told this once; only its hash is kept.'),
  })
  .meta({ id: 'KeyMade' });

export const OwnKey = z
  .object({ name: key.name, role: key.role, servers: key.servers, organization: z.string() })
  .meta({ id: 'OwnKey' });

export const KeyRevoked = z.object({ name: z.string(), organization: z.string() }).meta({ id: 'KeyRevoked' });

export const KeyList = list(KeyItem, 'KeyList');
