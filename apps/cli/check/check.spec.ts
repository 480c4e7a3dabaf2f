import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyCharacter } from '../../../test/support/any-character.js';
import { share } from '../../../test/support/share.js';
import type { Finding } from '#libs/rules/finding.js';
import type { Ending, Facts } from './facts.js';
import { judge, type Judged } from './judge.js';
import { junit } from './junit.js';
import { NAGIOS_CODES, statusLine, unknownLine } from './nagios.js';
import { sarif } from './sarif.js';
import { type ThresholdOptions, type Thresholds, thresholdsOf } from './thresholds.js';

const NOW = '2026-06-01T00:00:00.000Z';
const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.parse(NOW) + days * DAY).toISOString();
const none = { items: [], total: 0 };
const PLACE = { server: 'ex01.contoso.com', endpoint: 'pop' };
const WELL: Facts = {
  asOf: NOW,
  endpoints: 12,
  ending: none,
  endless: none,
  indeterminate: none,
  failing: none,
  switches: none,
  findings: [],
  silent: none,
};
const one = <T>(item: T) => ({ items: [item], total: 1 });

function thresholds(options: ThresholdOptions = {}): Thresholds {
  const read = thresholdsOf(options);
  if (!read.ok) throw new Error(read.failure.what);
  return read.value;
}

function judged(facts: Partial<Facts>, options: ThresholdOptions = {}, mayBeNone = false): Judged {
  return judge({ ...WELL, ...facts }, thresholds(options), { mayBeNone });
}

function ending(left: number, lifetime: number | null = 365): Ending {
  return {
    ...PLACE,
    certificate: 'mail.contoso.com (…C14D)',
    notBefore: lifetime === null ? null : inDays(left - lifetime),
    notAfter: inDays(left),
  };
}

const finding = (severity: Finding['severity'], more: Partial<Finding> = {}): Finding => ({
  id: 'RO-13',
  severity,
  ...PLACE,
  summary: 'Something is wrong.',
  evidence: {},
  remediation: [],
  sources: [],
  ...more,
});

describe('the state', () => {
  test.each<[string, Partial<Facts>, ThresholdOptions, Judged['state']]>([
    ['all is well', {}, {}, 'OK'],
    ['expired', { ending: one(ending(-1)) }, {}, 'CRITICAL'],
    ['expires at this instant', { ending: one(ending(0)) }, {}, 'CRITICAL'],
    ['ends in 6 days', { ending: one(ending(6)) }, {}, 'CRITICAL'],
    ['ends in 7 days', { ending: one(ending(7)) }, {}, 'WARNING'],
    ['ends in 29 days', { ending: one(ending(29)) }, {}, 'WARNING'],
    ['ends in 30 days', { ending: one(ending(30)) }, {}, 'OK'],
    ['20 of 47 days are left', { ending: one(ending(20, 47)) }, {}, 'OK'],
    ['15 of 47 days are left', { ending: one(ending(15, 47)) }, {}, 'WARNING'],
    ['3 of 6 days are left', { ending: one(ending(3, 6)) }, {}, 'OK'],
    ['a day and a half of 6 is left', { ending: one(ending(1.5, 6)) }, {}, 'WARNING'],
    ['20 of 47 days, asked for 30', { ending: one(ending(20, 47)) }, { expiring: '30d' }, 'WARNING'],
    ['a lifetime that nobody knows', { ending: one(ending(20, null)) }, {}, 'WARNING'],
    ['asked for less than a week', { ending: one(ending(3)) }, { expiring: '4d' }, 'CRITICAL'],
    ['handshakes fail', { failing: one(PLACE) }, {}, 'CRITICAL'],
    ['a critical finding', { findings: [finding('critical')] }, {}, 'CRITICAL'],
    ['another finding', { findings: [finding('high')] }, {}, 'WARNING'],
    ['a switch', { switches: one({ ...PLACE, at: inDays(3), what: 'presents …ABCD instead' }) }, {}, 'WARNING'],
    ['indeterminate', { indeterminate: one(PLACE) }, {}, 'UNKNOWN'],
    ['no end known', { endless: one(PLACE) }, {}, 'UNKNOWN'],
    ['silent', { silent: one('ex01.contoso.com') }, {}, 'UNKNOWN'],
    ['nothing to check', { endpoints: 0 }, {}, 'UNKNOWN'],
    ['unknown beside a warning', { indeterminate: one(PLACE), findings: [finding('high')] }, {}, 'WARNING'],
  ])('%s', (_, facts, options, state) => {
    const found = judged(facts, options);
    expect(found.state).toBe(state);
    expect(statusLine(found)).toMatch(new RegExp(`^CERTFLEET ${state} - `));
  });

  test('none may be well where that is asked for', () => {
    expect(judged({ endpoints: 0 }, {}, true).state).toBe('OK');
  });
  test('has the codes of plug-ins', () => {
    expect(NAGIOS_CODES).toEqual({ OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 });
  });
});

describe('thresholds', () => {
  test.each<ThresholdOptions>([
    { expiring: 'soon' },
    { expiring: '-3d' },
    { expiring: '999999d' },
    { critical: '' },
    { critical: '40d' },
    { switching: '1y' },
    { silentAfter: '3' },
    { severity: 'bad' },
  ])('are refused where they cannot be meant: %j', (options) => {
    expect(thresholdsOf(options)).toMatchObject({ ok: false, failure: { exit: 64 } });
  });
});

describe('the status line', () => {
  test('says how much, where and what, then the numbers', () => {
    const facts = { ending: { items: [ending(3), ending(20)], total: 2 }, silent: one('ex09') };
    expect(statusLine(judged(facts))).toBe(
      'CERTFLEET CRITICAL - 1 critical, 1 warning, 1 unknown at 12 endpoints: ' +
        'ex01.contoso.com [pop] mail.contoso.com (…C14D) expires on 2026-06-04, in 3 days; ' +
        'ex01.contoso.com [pop] mail.contoso.com (…C14D) expires on 2026-06-21, in 20 days; ' +
        'ex09 nothing was heard of it for 3d or longer | ' +
        "'endpoints'=12;;;0 'expired'=0;;0;0 'expiring_7d'=1;;0;0 'expiring_30d'=2;0;;0 'handshake_fails'=0;;0;0 " +
        "'findings_critical'=0;;0;0 'findings_other'=0;0;;0 'switching_7d'=0;0;;0 'indeterminate'=0;;;0 'silent'=1;;;0",
    );
  });

  test('says once what several endpoints of a server have in common', () => {
    const both = [ending(3), { ...ending(3), endpoint: 'imap' }];
    const line = statusLine(judged({ ending: { items: both, total: 2 } }));
    expect(line).toContain('2 critical at 12 endpoints: ex01.contoso.com [2 endpoints] mail.contoso.com');
    expect(line).not.toContain('more');
  });

  test('is one line with one bar, whatever a stranger wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (text) => {
        const line = statusLine(
          judged({ findings: [finding('high', { server: text, endpoint: text, summary: text })] }),
        );
        // What ends a line somewhere, or a status text.
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(line.split('|')).toHaveLength(2);
        expect(unknownLine(text)).not.toMatch(/[|\p{Cc}\u2028\u2029]/u);
      }),
      { numRuns: share(1_000) },
    );
  });

  test('is of a length that monitoring systems keep', () => {
    const long = finding('high', { summary: 'x'.repeat(100_000) });
    expect(statusLine(judged({ findings: [long, long, long] })).length).toBeLessThan(2_500);
  });
});

describe('files for CI', () => {
  const all = judged({
    ending: one(ending(3)),
    indeterminate: one({ server: 'ex02', endpoint: 'imap' }),
    findings: [finding('high', { endpoint: null, summary: 'A <b> & "c" \0 \ud800' })],
  });

  test('JUnit: a case for each problem, unknown ones as errors, well-formed', () => {
    const text = junit(all);
    expect(text).toContain('<testsuites name="certfleet" tests="4" failures="2" errors="1">');
    expect(text).toContain('name="12 endpoints checked"/>');
    expect(text).toContain('message="WARNING: A &#60;b&#62; &#38; &#34;c&#34; \ufffd \ufffd"');
    expect(text.match(/<error /g)).toHaveLength(1);
    expect(text).not.toMatch(/\p{Surrogate}|\0/u);
  });
  test('JUnit: without a problem there is still a case', () => {
    expect(junit(judged({}))).toContain('tests="1" failures="0" errors="0"');
  });

  test('SARIF: rules, levels, places, and the same fingerprint for the same problem', () => {
    const document = JSON.parse(JSON.stringify(sarif(all, 'fleets/my fleet.json')));
    const [run] = document.runs;
    expect([document.version, run.tool.driver.name]).toEqual(['2.1.0', 'certfleet']);
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['RO-13', 'expiring', 'indeterminate']);
    expect(run.results.map(({ level }: { level: string }) => level)).toEqual(['error', 'warning', 'note']);
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(run.results[0].locations[0]).toEqual({
      physicalLocation: { artifactLocation: { uri: 'fleets/my%20fleet.json' }, region: { startLine: 1 } },
      logicalLocations: [{ fullyQualifiedName: 'ex01.contoso.com/pop', kind: 'resource' }],
    });
    const later = JSON.parse(JSON.stringify(sarif(judged({ ending: one(ending(2)) }), null)));
    expect(later.runs[0].results[0].partialFingerprints).toEqual(run.results[0].partialFingerprints);
  });
});
