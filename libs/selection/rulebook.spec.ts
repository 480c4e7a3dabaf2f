import { describe, expect, test } from '@jest/globals';
import { selectionScenarios } from '../../test/support/selection-scenarios.js';
import { SELECTION_PATHS } from './paths.js';
import { SELECTION_RULES } from './rulebook.js';
import { explain } from './select.js';
import { CANDIDATE_REASONS, SELECTION_NOTES } from './selection.js';

const scenarios = selectionScenarios();
const expectations = scenarios.flatMap((scenario) => scenario.expect);

/** Steps that go on whatever they find: the server FQDN, and the ranking. */
const NEVER_DECIDE = ['STLS-4', 'STLS-8'];

describe('the list of rules', () => {
  test('names each rule once, with a question and a source', () => {
    const ids = SELECTION_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { asks, sources } of SELECTION_RULES) {
      expect(asks).toMatch(/^\S.*[^.]$/);
      expect(sources.length).toBeGreaterThan(0);
    }
  });

  test.each(SELECTION_RULES.map(({ id }) => id).filter((id) => !NEVER_DECIDE.includes(id)))(
    'a scenario shows where %s decides',
    (id) => {
      expect(expectations.filter(({ rule }) => rule === id).length).toBeGreaterThan(0);
    },
  );

  test('every rule that has a say in a scenario is listed, and the rest is walked somewhere', () => {
    const said = new Set<string>();
    for (const { fleet } of scenarios) {
      for (const { rule, decidedBy, trace } of explain(fleet, fleet.at)) {
        expect(decidedBy).toContain(rule);
        for (const id of decidedBy) said.add(id);
        for (const step of trace ?? []) expect(step.found).toMatch(/^\S.*/);
      }
    }
    expect([...said].sort()).toEqual(SELECTION_RULES.map(({ id }) => id).sort());
    expect(expectations.map(({ rule }) => rule)).not.toEqual(expect.arrayContaining(NEVER_DECIDE));
  });
});

describe('the list of paths', () => {
  test('names every rule, and every walk keeps to one of its paths', () => {
    const steps = SELECTION_PATHS.flatMap((path) => path.steps);
    expect([...new Set(steps)].sort()).toEqual(SELECTION_RULES.map(({ id }) => id).sort());
    for (const { fleet } of scenarios) {
      for (const { endpoint, trace } of explain(fleet, fleet.at)) {
        const walked = trace?.map(({ rule }) => rule) ?? [];
        const possible = SELECTION_PATHS.filter((path) => path.endpoint.split(':')[0] === endpoint.split(':')[0]);
        expect([endpoint, walked, possible.some((path) => isSubsequence(walked, path.steps))]).toEqual([
          endpoint,
          walked,
          true,
        ]);
      }
    }
  });
});

function isSubsequence(some: readonly string[], all: readonly string[]): boolean {
  let next = 0;
  for (const one of all) if (one === some[next]) next += 1;
  return next === some.length;
}

describe('the closed codes', () => {
  test.each(CANDIDATE_REASONS)('a scenario expects the reason %s', (reason) => {
    const reasons = expectations.flatMap(({ candidates }) => Object.values(candidates ?? {}).flat());
    expect(reasons).toContain(reason);
  });

  test.each(SELECTION_NOTES)('a scenario expects the note %s', (note) => {
    expect(expectations.flatMap(({ notes }) => notes ?? [])).toContain(note);
  });
});
