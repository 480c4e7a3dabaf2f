import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { footWords } from '#libs/channels/words.js';
import type { Alert } from './alert.js';
import type { AlertFacts } from './alert-event.js';
import { gapAlert, isMissing, untoldGaps } from './gap-alerts.js';
import { BUILT_IN_RULES } from './built-in-rules.js';
import { type Group, messageOf } from './make-message.js';

const AT = '2026-06-01T03:00:00.000Z';

function alertOn(n: number, keys: Partial<Alert> = {}, facts: Partial<AlertFacts> = {}): Alert {
  return {
    id: `00000000-0000-5000-8000-${String(n).padStart(12, '0')}`,
    state: 'firing',
    facts: {
      rule: 'default-smtp-overwritten',
      server: `ex0${n}.contoso.com`,
      fqdn: `EX0${n}.contoso.com`,
      endpoint: 'internal-transport',
      subject: '',
      severity: 'critical',
      level: 0,
      headline: 'default SMTP certificate overwritten',
      summary: `EX0${n} is another one.`,
      before: null,
      after: null,
      evidence: [{ name: 'By', value: 'kim' }],
      remedy: [`Enable-ExchangeCertificate -Server EX0${n}`, 'Start-EdgeSynchronization'],
      cause: {
        what: 'w',
        occurredAt: AT,
        recordedAt: AT,
        actor: null,
        tool: null,
        position: 7,
        lateBySeconds: null,
      },
      together: '',
      holding: { while: 'found' },
      owner: null,
      ...facts,
    },
    episode: 1,
    firedAt: AT,
    firedPosition: n,
    acknowledged: null,
    resolved: null,
    corrected: null,
    position: n,
    changedAt: AT,
    ...keys,
  };
}

function groupOf(alerts: readonly Alert[], keys: Partial<Group> = {}): Group {
  const [first] = alerts;
  return {
    id: first?.id ?? '',
    organization: 'contoso',
    rule: { id: 'default-smtp-overwritten', name: 'Default SMTP certificate overwritten' },
    isChange: false,
    alerts,
    count: alerts.length,
    servers: alerts.length,
    ended: { alerts: [], count: 0 },
    state: 'firing',
    position: 9,
    ...keys,
  };
}

const over = (reason: 'restored' | 'accepted', by: string | null = null) =>
  ({ state: 'resolved', resolved: { at: AT, reason, by, note: by === null ? null : 'CHG-7' } }) as const;

describe('links', () => {
  const [alert] = [alertOn(1)];
  const linksOf = (keys: Partial<Group> = {}, address: string | null = 'https://certfleet.contoso.com/') =>
    messageOf(groupOf([alert], keys), address).links;

  test('lead to the pages of the console, which has them', () => {
    expect(linksOf()).toEqual({
      alert: `https://certfleet.contoso.com/alerts/${alert.id}?organization=contoso`,
      timeline: 'https://certfleet.contoso.com/timeline?server=EX01.contoso.com&organization=contoso',
      explain:
        'https://certfleet.contoso.com/servers/EX01.contoso.com/explain?endpoint=internal-transport&organization=contoso',
    });
    const folder = fileURLToPath(new URL('../../apps/console', import.meta.url));
    const console = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /^(?:router|[a-z/-]*routes?)\.tsx?$/.test(name))
      .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
      .join('\n');
    for (const path of ['/timeline', '/servers/$fqdn/explain']) expect(console).toContain(`'${path}'`);
  });

  test('name no organization that everybody begins with, and the instant of what is over', () => {
    expect(linksOf({ organization: 'default', state: 'resolved' })?.timeline).toBe(
      `https://certfleet.contoso.com/timeline?server=EX01.contoso.com&asOf=${encodeURIComponent(AT)}`,
    );
  });

  test('are none without a public address, and the message says so', () => {
    expect(linksOf({}, null)).toBeNull();
    expect(footWords(messageOf(groupOf([alert]), null))).toContain('CERTFLEET_PUBLIC_URL is not set');
    expect(footWords(messageOf(groupOf([alert]), 'https://certfleet.contoso.com'))).not.toContain('PUBLIC_URL');
  });
});

describe('a group', () => {
  test('has the way back of each of its members, and says where the others have theirs', () => {
    const { remedy } = messageOf(groupOf([alertOn(1), alertOn(2)], { count: 30 }), null);
    expect(remedy.slice(0, 3)).toEqual([
      'Enable-ExchangeCertificate -Server EX01',
      'Start-EdgeSynchronization',
      'Enable-ExchangeCertificate -Server EX02',
    ]);
    expect(remedy.at(-1)).toMatch(/^The same for the others of the 30: /);
  });

  test('of which some ended says which, how, and how many go on', () => {
    const ended = [alertOn(2, over('restored')), alertOn(3, over('accepted', 'kim'))];
    const { title, summary, evidence, subjects } = messageOf(
      groupOf([alertOn(1)], { ended: { alerts: ended, count: 9 } }),
      null,
    );
    expect(title).toBe('EX01: default SMTP certificate overwritten; 9 ended');
    expect(summary).toMatch(/^Ended: EX02 internal-transport, EX03 internal-transport and 7 more; 1 goes on\. EX01/);
    expect(evidence.slice(0, 2)).toEqual([
      { name: 'Ended', value: 'EX02 internal-transport: What was presented before is presented again.' },
      { name: 'Ended', value: 'EX03 internal-transport: kim accepted it as right: CHG-7.' },
    ]);
    expect(subjects).toHaveLength(1);
  });

  test('that ended in two ways tells both', () => {
    const alerts = [alertOn(2, over('restored')), alertOn(3, over('accepted', 'kim'))];
    expect(messageOf(groupOf(alerts, { state: 'resolved' }), null).summary).toMatch(
      /^What was presented before is presented again\. kim accepted it as right: CHG-7\. /,
    );
  });
});

describe('a hole in what a source numbers', () => {
  const source = '/organizations/contoso/servers/ex01.contoso.com';
  const edge = (number: number) => ({ number, position: number, occurredAt: AT });
  const gap = (from: number, to: number, epoch: string | null = null) => ({
    source,
    epoch,
    from,
    to,
    missing: to - from + 1,
    since: AT,
    before: edge(from - 1),
    after: edge(to + 1),
  });
  const rule = BUILT_IN_RULES.find(({ id }) => id === 'source-gap');
  if (rule === undefined) throw new Error('the rule is there');
  const facts = gapAlert(rule, gap(5, 9), { server: 'ex01.contoso.com', fqdn: 'EX01.contoso.com' });
  const alert = alertOn(1, {}, facts);

  test('tells what is missing, of whom, since when, and what to do', () => {
    expect(facts).toMatchObject({ headline: '5 events never came', server: 'ex01.contoso.com', cause: null });
    expect(facts.summary).toContain('EX01 counted 5 events');
    expect(facts.evidence.map(({ value }) => value)).toEqual(expect.arrayContaining([source, '5 to 9', AT]));
    expect(facts.remedy.at(-1)).toContain('--accept');
  });

  test('that was filled in part is the same one; what lies elsewhere is another', () => {
    expect(untoldGaps([gap(5, 6), gap(8, 9)], [alert])).toEqual([]);
    expect(untoldGaps([gap(5, 10), gap(5, 9, 'boot 2'), gap(20, 20)], [alert])).toHaveLength(3);
    expect(isMissing(alert, [gap(8, 9)])).toBe(true);
    expect(isMissing(alert, [gap(10, 12), gap(5, 9, 'boot 2')])).toBe(false);
  });
});
