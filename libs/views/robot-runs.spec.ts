import { describe, expect, test } from '@jest/globals';
import type { FleetEvent } from '#libs/fleet/event.js';
import { certificate, CONTOSO_SOURCE, happened, minute, recorded, thumbprint } from '../../test/support/events.js';
import { robotsSeen } from './robot-runs.js';
import { ROBOTS } from './robots.js';
import { robotsPage } from './robots-page.js';
import { certificateNames } from './spoken-certificate.js';

const DAY = 1_440;
const forced = { thumbprint: thumbprint('A'), services: ['SMTP'], answer: 'force' } as const;

/** -Force on these days, by this account. */
function runs(days: readonly number[], actor = 'CONTOSO\\svc-mail', tool?: string): readonly FleetEvent[] {
  return days.map((day) =>
    happened('certificate.enabled', forced, {
      occurredAt: minute(day * DAY),
      actor,
      ...(tool === undefined ? {} : { tool }),
    }),
  );
}

function seen(events: readonly FleetEvent[]) {
  const all = recorded(events);
  const own = all.filter(({ stream }) => stream !== 'organization');
  const around = all.filter(({ stream }) => stream === 'organization');
  return robotsSeen(own, around, certificateNames(all));
}

describe('a robot is recognised', () => {
  test('by the tool that its records name and what it does: its next run follows from the past ones', () => {
    const robot = seen(runs([0, 40, 87], 'CONTOSO\\svc-acme', 'win-acme 2.2')).get(3);
    expect(robot).toEqual({
      id: 'win-acme',
      name: 'win-acme',
      certainty: 'high',
      orElse: [],
      because:
        'looks like win-acme: its records name "win-acme 2.2"; svc-acme enables with -Force every 40 to 47 days, 3 times so far',
      runs: 3,
      nextRun: {
        last: minute(87 * DAY),
        expected: minute((87 + 43.5) * DAY),
        earliest: minute((87 + 40) * DAY),
        latest: minute((87 + 47) * DAY),
      },
    });
  });

  test('by the account alone with little certainty, and both tools that it fits are named', () => {
    const robot = seen(runs([0], 'contoso.com/Service Accounts/svc-acme')).get(1);
    expect(robot).toMatchObject({ certainty: 'low', orElse: ['Posh-ACME.Deploy'], nextRun: null, runs: 1 });
    expect(robot?.because).toContain('looks like win-acme or Posh-ACME.Deploy: ');
  });

  test('a name that a sender chose, without the deed, is medium', () => {
    const imported = happened(
      'certificate.imported',
      { certificate: '', facts: certificate('A') },
      { actor: 'CONTOSO\\x', tool: 'win-acme' },
    );
    expect(seen([imported]).get(1)).toMatchObject({ id: 'win-acme', certainty: 'medium' });
  });

  test('regular runs by an account that says nothing are an unattended renewal, of low certainty', () => {
    expect(seen(runs([0, 30, 61])).get(1)).toMatchObject({ id: 'unattended-renewal', certainty: 'low' });
    expect(seen(runs([0, 3, 61])).size).toBe(0);
    expect(seen(runs([0, 30])).size).toBe(0);
  });

  test('retries of one night are one run', () => {
    expect(seen(runs([0, 0.02, 30, 61])).get(1)).toMatchObject({ runs: 3 });
  });

  test('by the Auth certificate that is made and the former default that is put back within a minute', () => {
    const auth = certificate('C', { subject: 'CN=Microsoft Exchange Server Auth Certificate' });
    const by = { actor: 'CONTOSO\\svc-x' };
    const known = happened('inventory.observed', { fqdn: 'ex01.contoso.com', certificates: [auth] });
    const made = { ...forced, thumbprint: auth.thumbprint };
    const enabled = (data: typeof made, minutes: number) =>
      happened('certificate.enabled', data, { ...by, occurredAt: minute(minutes) });
    const found = seen([known, enabled(made, 5), enabled(forced, 5.2)]);
    expect(found.get(3)).toMatchObject({ id: 'auth-certificate', certainty: 'medium' });
    expect(seen([known, enabled(made, 5), enabled(forced, 6.2)]).size).toBe(0);
  });

  test('the hybrid wizard, by Send and Receive connector and hybrid configuration within a minute, is no more than likely', () => {
    const by = (minutes: number) => ({ actor: 'CONTOSO\\kim', occurredAt: minute(minutes) });
    const all = (last: number) => [
      happened('send-connector.configured', { name: 'Out' }, { ...by(1), source: CONTOSO_SOURCE }),
      happened('receive-connector.configured', { name: 'Default' }, by(1.2)),
      happened('hybrid.configured', {}, { ...by(last), source: CONTOSO_SOURCE }),
    ];
    const found = seen(all(1.5));
    expect([1, 2, 3].map((position) => found.get(position)?.id)).toEqual(Array(3).fill('hybrid-wizard'));
    expect(found.get(1)?.certainty).toBe('low');
    expect(seen(all(2.5)).size).toBe(0);
  });

  test('never by what nobody is named for', () => {
    expect(seen(runs([0, 30, 60], ' ')).size).toBe(0);
  });
});

test('each robot has its own id and a source, and stands on the page', () => {
  expect(new Set(ROBOTS.map(({ id }) => id)).size).toBe(ROBOTS.length);
  const page = robotsPage();
  for (const { name, source } of ROBOTS) {
    expect(source).not.toBe('');
    expect(page).toContain(`## ${name}`);
  }
});
