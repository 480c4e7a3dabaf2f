import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alertIdOf } from './alert-id.js';
import type { Alert } from './alert.js';
import type { AlertEvent, AlertFacts, RecordedAlertEvent } from './alert-event.js';
import { bearingOf, bearingsOf } from './bearing.js';
import { BUILT_IN_RULES } from './built-in-rules.js';
import { evolveAlert } from './evolve-alert.js';
import { inhibitorOf } from './inhibition.js';
import { isLike, silenceOf } from './silences.js';
import { telling, type ToTell } from './telling.js';
import { crossedAt } from './thresholds.js';
import { acknowledged, corrected, found, resolved } from './transitions.js';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);
const now = new Date(NOW).toISOString();
const when = { organization: 'contoso', now };

function facts(keys: Partial<AlertFacts> = {}): AlertFacts {
  return {
    rule: 'presented-expires',
    server: 'ex01.contoso.com',
    fqdn: 'EX01.contoso.com',
    endpoint: 'pop',
    subject: '',
    severity: 'medium',
    level: 0,
    headline: 'something',
    summary: 'Something.',
    before: null,
    after: null,
    evidence: [],
    remedy: [],
    cause: null,
    together: '',
    holding: { while: 'found' },
    owner: null,
    ...keys,
  };
}

function recorded(events: readonly AlertEvent[], first = 1): readonly RecordedAlertEvent[] {
  return events.map((event, index) => ({
    ...event,
    position: first + index,
    stream: 'alerts',
    version: first + index,
    eventId: event.id,
    recordedAt: now,
  }));
}

function alertAfter(events: readonly AlertEvent[]): Alert | null {
  return recorded(events).reduce<Alert | null>(evolveAlert, null);
}

const firing = alertAfter(found([facts()], new Map(), when));
if (firing === null) throw new Error('it fires');

describe('the life of an alert', () => {
  test('fires, is acknowledged, gets worse and so fires again, ends, and is reopened under its id', () => {
    const steps: AlertEvent[] = [...found([facts()], new Map(), when)];
    const after = () => alertAfter(steps);
    const step = (make: (alert: Alert) => readonly AlertEvent[]) => {
      const alert = after();
      if (alert !== null) steps.push(...make(alert));
      return after();
    };
    const again = (keys: Partial<AlertFacts>) => (alert: Alert) =>
      found([facts(keys)], new Map([[alert.id, alert]]), when);
    expect(step((alert) => [acknowledged(alert, { by: 'kim', note: null, ticket: 'CHG-1' }, when)])).toMatchObject({
      state: 'acknowledged',
    });
    expect(step(again({}))?.state).toBe('acknowledged');
    expect(step(again({ level: 1, severity: 'high' }))).toMatchObject({ state: 'firing', facts: { level: 1 } });
    expect(step((alert) => [resolved(alert, { reason: 'ended' }, when)])).toMatchObject({ state: 'resolved' });
    expect(step(again({}))).toMatchObject({ state: 'firing', episode: 2, id: alertIdOf('contoso', facts()) });
    expect(step((alert) => [corrected(alert, 'it was otherwise', when)])).toMatchObject({
      state: 'resolved',
      corrected: 'it was otherwise',
    });
  });

  test('is the same however often its events are taken in', () => {
    const kinds = fc.array(fc.constantFrom('find', 'worse', 'ack', 'end', 'correct'), { maxLength: 12 });
    fc.assert(
      fc.property(kinds, fc.array(fc.nat(20), { maxLength: 20 }), (acts, repeats) => {
        const events: AlertEvent[] = [];
        for (const [level, act] of acts.entries()) {
          const alert = alertAfter(events);
          const known = new Map(alert === null ? [] : [[alert.id, alert]]);
          if (act === 'find') events.push(...found([facts()], known, when));
          else if (act === 'worse') events.push(...found([facts({ level })], known, when));
          else if (alert !== null && alert.state !== 'resolved') {
            if (act === 'ack') events.push(acknowledged(alert, { by: 'kim', note: null, ticket: null }, when));
            if (act === 'end') events.push(resolved(alert, { reason: 'ended' }, when));
            if (act === 'correct') events.push(corrected(alert, 'why', when));
          }
        }
        const once = recorded(events);
        const twice = once.flatMap((event) => [
          event,
          ...repeats.flatMap((n) => (n < event.position ? (once[n] ?? []) : [])),
        ]);
        expect(twice.reduce<Alert | null>(evolveAlert, null)).toEqual(once.reduce<Alert | null>(evolveAlert, null));
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      }),
    );
  });
});

describe('thresholds', () => {
  const certificate = (days: number, left: number) => ({
    notBefore: NOW - (days - left) * DAY,
    notAfter: NOW + left * DAY,
  });
  test.each([
    ['a year, 31 days left', 365, 31, null],
    ['a year, 30 days left', 365, 30, 0],
    ['a year, 13 days left', 365, 13, 1],
    ['a year, one day left', 365, 1, 3],
    ['six days, three left', 6, 3, null],
    ['six days, two left', 6, 2, 0],
    ['expired', 90, 0, 4],
  ])('of a certificate of %s', (_, days, left, level) => {
    expect(crossedAt(certificate(days, left), [30, 14, 7, 2], NOW)?.level ?? null).toBe(level);
  });

  test('are crossed one after another as time goes by, and never back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 800 }),
        fc.array(fc.nat(100), { minLength: 2, maxLength: 20 }),
        (days, shares) => {
          const life = { notBefore: NOW, notAfter: NOW + days * DAY };
          const levels = shares
            .sort((a, b) => a - b)
            .map((share) => crossedAt(life, [30, 14, 7, 2], NOW + (share / 100) * days * DAY)?.level ?? -1);
          expect(levels).toEqual([...levels].sort((a, b) => a - b));
        },
      ),
    );
  });
});

const bearings = bearingsOf(BUILT_IN_RULES);

describe('what is said', () => {
  const about: ToTell = {
    alerts: [firing],
    open: 1,
    ended: 0,
    told: null,
    channels: ['duty'],
    silences: [],
    around: [firing],
    endedSince: 0,
    bearings,
    isChange: false,
    since: now,
    now,
  };
  const silence = {
    id: 's',
    matches: { server: 'EX0*' },
    from: now,
    until: new Date(NOW + DAY).toISOString(),
    by: 'kim',
    reason: 'migration',
    ticket: 'CHG-7',
  };
  const ended = alertAfter([...found([facts()], new Map(), when), resolved(firing, { reason: 'ended' }, when)]);

  test('a silence holds back the beginning, and looks again when it is over', () => {
    expect(telling({ ...about, silences: [silence] })).toMatchObject({
      state: null,
      heldBack: 'silenced: migration (CHG-7)',
      again: silence.until,
    });
  });

  test('an end is said wherever the beginning was, silenced or not', () => {
    const told = { state: 'firing', channels: ['pager'] } as const;
    expect(
      telling({ ...about, alerts: ended === null ? [] : [ended], open: 0, ended: 1, told, silences: [silence] }),
    ).toMatchObject({ state: 'resolved', channels: ['pager'], close: true });
    expect(telling({ ...about, alerts: ended === null ? [] : [ended], open: 0, ended: 1 })).toMatchObject({
      state: null,
      close: true,
    });
  });

  test('a silent collector hides what only time makes true of its server', () => {
    const silent = alertAfter(found([facts({ rule: 'collector-silent', endpoint: null })], new Map(), when));
    if (silent === null) throw new Error('it fires');
    expect(inhibitorOf(firing, [firing, silent], bearings)).toBe(silent);
    expect(inhibitorOf(silent, [firing, silent], bearings)).toBeNull();
    expect(telling({ ...about, around: [firing, silent] })).toMatchObject({ state: null });
  });

  test('who hides whom hangs on what a rule asks, not on which rule it is', () => {
    const [any] = BUILT_IN_RULES;
    if (any === undefined) throw new Error('there are rules');
    const own = bearingsOf(
      BUILT_IN_RULES.map((rule) => ({ ...rule, id: `our-${rule.id}` })).concat({
        ...any,
        id: 'our-query',
        condition: { kind: 'query', list: 'bindings', where: 'role:receive notAfter:<+20d' },
      }),
    );
    const of = (rule: string, endpoint: string | null = 'pop') => {
      const alert = alertAfter(found([facts({ rule, endpoint })], new Map(), when));
      if (alert === null) throw new Error('it fires');
      return alert;
    };
    const [expiry, query, risk] = [of('our-presented-expires'), of('our-query'), of('our-risk-stands')];
    const [dark, silent] = [of('our-went-dark'), of('our-collector-silent', null)];
    expect(inhibitorOf(expiry, [expiry, silent], own)).toBe(silent);
    expect(inhibitorOf(query, [query, silent], own)).toBe(silent);
    expect(inhibitorOf(expiry, [expiry, risk], own)).toBe(risk);
    expect(inhibitorOf(risk, [risk, dark], own)).toBe(dark);
    expect(inhibitorOf(dark, [risk, dark, silent], own)).toBeNull();
    expect(inhibitorOf(expiry, [expiry, silent, risk], bearings)).toBeNull();
    expect(bearingOf({ kind: 'query', list: 'findings', where: 'finding:RO-14' })).toBe('risk');
    expect(bearingOf({ kind: 'query', list: 'bindings', where: 'role:receive' })).toBeNull();
  });

  test('the end of some is said while others go on, also where somebody takes care of them or they are silenced', () => {
    const acknowledgedOne = alertAfter([
      ...found([facts()], new Map(), when),
      acknowledged(firing, { by: 'kim', note: null, ticket: null }, when),
    ]);
    const alerts = acknowledgedOne === null ? [] : [acknowledgedOne];
    const told = { state: 'acknowledged', channels: ['pager'] } as const;
    const some = { ...about, alerts, told, ended: 1 };
    expect(telling(some)).toMatchObject({ state: null });
    expect(telling({ ...some, endedSince: 1 })).toMatchObject({ state: 'acknowledged', count: 1, close: false });
    expect(telling({ ...some, endedSince: 1, silences: [silence] })).toMatchObject({
      state: 'acknowledged',
      channels: ['pager'],
      heldBack: 'silenced: migration (CHG-7)',
      again: silence.until,
      close: false,
    });
  });

  test('patterns match from end to end, whatever stands in them', () => {
    expect([
      isLike('EX01', 'ex*'),
      isLike('EX01', '*1'),
      isLike('EX01', 'e*0*'),
      isLike('EX01', 'x*'),
      isLike('a', 'a*a'),
    ]).toEqual([true, true, true, false, false]);
    expect(silenceOf(firing, [{ ...silence, matches: {} }], now)).toBeNull();
  });
});
