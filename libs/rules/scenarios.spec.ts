import { describe, expect, test } from '@jest/globals';
import { findingScenarios } from '../../test/support/finding-scenarios.js';
import { findings } from './findings.js';

const scenarios = findingScenarios();

describe('findings scenarios', () => {
  test('are there', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(36);
  });

  test.each(scenarios.map((scenario) => [`${scenario.id}: ${scenario.title}`, scenario] as const))(
    '%s',
    (_, { fleet, expect: { present, absent } }) => {
      const found = findings(fleet, fleet.at);
      const seen = found.map(({ id, server }) => `${id} ${server}`);
      for (const { id, server } of present) expect(seen).toContain(`${id} ${server}`);
      for (const id of absent) expect(found.map((finding) => finding.id)).not.toContain(id);
    },
  );
});
