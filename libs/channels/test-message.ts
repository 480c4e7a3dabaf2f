import type { AlertMessage } from '#libs/alerts/message.js';

/** What the test button sends: it asks nobody to act, and says who sent it and why. */
export function testMessage(organization: string, channelName: string, askedBy: string | null): AlertMessage {
  return {
    id: `test-${channelName}`,
    kind: 'test',
    state: 'firing',
    organization,
    severity: null,
    rule: null,
    title: 'Certfleet can reach you here',
    summary: `This is a test of the channel “${channelName}”. Nothing has happened, and nothing is to be done.`,
    subjects: [],
    subjectCount: 0,
    cause: null,
    evidence: askedBy === null ? [] : [{ name: 'Asked by', value: askedBy }],
    remedy: [],
    links: null,
    startsAt: null,
    endsAt: null,
    position: 0,
    owner: null,
  };
}
