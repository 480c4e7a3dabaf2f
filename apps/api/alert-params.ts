import { z } from 'zod';
import { ASKED_STATES } from '#libs/store/alerts/alert-list.js';
import { everyRead, paging, ServerName } from './params.js';

export const AlertId = z.uuid();
export const RuleId = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'an id of letters, digits and dashes, at most 63');
export const AlertsQuery = z.strictObject({
  ...everyRead,
  ...paging,
  state: z.enum(ASKED_STATES).default('open').describe('open: firing or acknowledged.'),
  rule: RuleId.optional(),
  server: ServerName.optional(),
});

export const SilencesQuery = z.strictObject({
  organization: everyRead.organization,
  state: z.enum(['current', 'past']).default('current').describe('current: not over, those to come included.'),
});

export type SilencesQuery = z.output<typeof SilencesQuery>;
export type AlertsQuery = z.output<typeof AlertsQuery>;
