import { describe, expect, test } from '@jest/globals';
import { BUILT_IN_RULES } from '#libs/alerts/built-in-rules.js';
import { matchWords } from '../../cli/words/alerts.js';
import { conditionOf, draftOf, NEW_RULE, requestOf, type RuleDraft } from './rule-draft.js';

const kept = { builtIn: true, savedAt: null, savedBy: null };
const draft = (part: Partial<RuleDraft>): RuleDraft => ({ ...NEW_RULE, id: 'mine', ...part });

describe('a rule in a form', () => {
  test.each(BUILT_IN_RULES.map((rule) => [rule.id, rule] as const))('%s comes out as it went in', (_id, rule) => {
    const channels = rule.channels === null ? null : [...rule.channels];
    const read = requestOf(draftOf({ ...rule, ...kept, channels, condition: { ...rule.condition } }));
    expect(read).toEqual({ ok: true, value: { ...rule, id: undefined } });
  });

  test('of a query keeps its list and its text', () => {
    const read = conditionOf(draft({ kind: 'query', list: 'findings', where: ' severity:critical ' }));
    expect(read).toEqual({ ok: true, value: { kind: 'query', list: 'findings', where: 'severity:critical' } });
  });

  test.each([
    [{ kind: 'query', where: '  ' }, 'Write a query.'],
    [{ kind: 'query', where: 'rol:starttls' }, 'The query cannot be read.'],
    [{ kind: 'went-dark', where: 'severity:critical' }, 'The query cannot be read.'],
    [{ kind: 'risk', severities: [] }, 'Choose a severity.'],
    [{ kind: 'risk', risks: 'RO-13, RO13' }, 'RO13 is no risk rule such as RO-13.'],
    [{ kind: 'presented-expires', days: '' }, 'Days before the end, falling, at most ten: 30, 14, 7.'],
    [{ kind: 'presented-expires', days: '7, 30' }, 'Days before the end, falling, at most ten: 30, 14, 7.'],
    [{ kind: 'presented-expires', days: '30, x' }, 'Days before the end, falling, at most ten: 30, 14, 7.'],
    [{ kind: 'forecast-switch', days: '0' }, 'A whole number from 1 to 400.'],
    [{ kind: 'collector-silent', hours: '' }, 'A whole number from 1 to 8760.'],
    [{ kind: 'inventory-shrank', share: '1.5' }, 'A whole number from 1 to 100.'],
  ] as const)('says of %j what is missing', (part, fault) => {
    expect(requestOf(draft(part))).toEqual({ ok: false, fault });
  });
});

test('what a rule matches is one line of words, of every rule', () => {
  const lines = BUILT_IN_RULES.map(({ condition }) => matchWords(condition));
  expect(new Set(lines).size).toBe(BUILT_IN_RULES.length);
  for (const line of lines) expect(line).toMatch(/^[\w ,:%'-]{10,200}$/);
  expect(matchWords({ kind: 'went-dark', where: 'site:AMS' })).toBe(
    'an endpoint presents no certificate any more, where site:AMS',
  );
});
