import { derivedId } from '#libs/fleet/event-id.js';

/** What makes two alerts the same one: the rule, and what it is about. */
export interface AlertSubject {
  readonly rule: string;
  readonly server: string | null;
  readonly endpoint: string | null;
  readonly subject: string;
}

/** The id of an alert: a UUID v5 of organization, rule and subject, so that the same thing has the same alert for ever, on any machine. */
export function alertIdOf(organization: string, { rule, server, endpoint, subject }: AlertSubject): string {
  return derivedId(JSON.stringify(['alert', organization, rule, server, endpoint, subject]));
}
