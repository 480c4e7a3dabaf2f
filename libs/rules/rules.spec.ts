import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { sourceOf } from '#libs/selection/sources.js';
import { SEVERITIES } from './finding.js';
import { STANDING_RULES, TRANSITION_RULES } from './rules.js';

const rules = [...STANDING_RULES, ...TRANSITION_RULES];
const folder = new URL('.', import.meta.url);
const files = readdirSync(folder);

describe('the list of rules', () => {
  test('names RO-01 to RO-35, each once', () => {
    expect(rules.map(({ id }) => id).sort()).toEqual(
      Array.from({ length: 35 }, (_, index) => `RO-${String(index + 1).padStart(2, '0')}`),
    );
  });

  test('holds every rule that has a file', () => {
    const written = files.filter((file) => /^ro-\d\d\.ts$/.test(file)).map((file) => file.slice(0, 5).toUpperCase());
    expect(written.sort()).toEqual(rules.map(({ id }) => id).sort());
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))('%s says what it is', (_, rule) => {
    expect(rule.title).toMatch(/^\S.{10,}[^.]$/);
    for (const text of [rule.fires, rule.breaks, rule.remedy]) expect(text).toMatch(/^\S.{10,}[.:`]$/s);
    const severities = [rule.severity].flat();
    expect(severities).toEqual(SEVERITIES.filter((severity) => severities.includes(severity)));
    for (const { key, confidence } of rule.cite) {
      expect([key, sourceOf(key) === undefined]).toEqual([key, false]);
      expect('ABCDR').toContain(confidence);
    }
  });

  test.each(STANDING_RULES.map(({ id }) => id))('%s has cases in which it fires and is silent', (id) => {
    const spec = readFileSync(new URL(`${id.toLowerCase()}.spec.ts`, folder), 'utf8');
    expect(spec).toContain(`ruleCases(${id.toLowerCase().replace('-', '')}`);
  });

  test.each(TRANSITION_RULES.map(({ id }) => id))('%s has a spec', (id) => {
    expect(files).toContain(`${id.toLowerCase()}.spec.ts`);
  });
});
