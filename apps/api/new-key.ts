import type { z } from 'zod';
import { parseJson } from '#libs/formats/json/parse.js';
import { refusedContent } from './intake.js';
import { NewKey } from './key-params.js';
import { bytesOf } from './read-body.js';
import { Refused } from './refused.js';
import { refusedParameters } from './refused-parameters.js';

const LARGEST = 512 * 1024;

/** The key that a request asks for. @throws Refused when it asks for none that can be. */
export function newKey(body: unknown, now: Date): z.output<typeof NewKey> {
  const bytes = bytesOf(body);
  if (bytes.byteLength > LARGEST) throw new Refused('too-large', `This request takes at most ${LARGEST} bytes.`);
  const json = parseJson(new TextDecoder().decode(bytes));
  if (!json.ok) throw refusedContent(json.refusal);
  const read = NewKey.safeParse(json.value);
  if (!read.success) throw refusedParameters(read.error.issues);
  const { expiresAt } = read.data;
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime())
    throw refusedParameters([{ path: ['expiresAt'], message: 'an instant to come: this one is over' }]);
  return read.data;
}

/** {@link NewKey} for the reference document. */
export const NEW_KEY_SCHEMA = {
  type: 'object',
  required: ['name', 'role'],
  properties: {
    name: { type: 'string', maxLength: 100 },
    role: { type: 'string', enum: NewKey.shape.role.options },
    servers: {
      type: 'array',
      items: { type: 'string' },
      description: 'For a collector: the full names of the only servers that it may report on. Absent: every server.',
    },
    expiresAt: { type: 'string', format: 'date-time', description: 'Absent: good until it is revoked.' },
  },
};
