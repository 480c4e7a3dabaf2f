import { describe, expect, test } from '@jest/globals';
import { selectionScenarios, type Expectation } from '../../test/support/selection-scenarios.js';
import { explain, select } from './select.js';
import type { Selection } from './selection.js';

const scenarios = selectionScenarios();

const EQUAL = ['outcome', 'thumbprint', 'rule', 'certainty', 'via', 'changesAt', 'healthierCandidate'] as const;

function meets(selection: Selection, expected: Expectation): void {
  for (const key of EQUAL) if (key in expected) expect([key, selection[key]]).toEqual([key, expected[key]]);
  if (expected.events !== undefined) expect(new Set(selection.events)).toEqual(new Set(expected.events));
  if (expected.notes !== undefined) expect(selection.notes).toEqual(expect.arrayContaining([...expected.notes]));
  for (const note of expected.notesAbsent ?? []) expect(selection.notes).not.toContain(note);
  if (expected.smtpResponse === null) expect(selection.smtpResponse).toBeNull();
  else if (expected.smtpResponse !== undefined) expect(selection.smtpResponse).toContain(expected.smtpResponse);
  const candidates = new Map(selection.candidates.map((candidate) => [candidate.thumbprint, candidate]));
  for (const [thumbprint, reasons] of Object.entries(expected.candidates ?? {})) {
    expect([thumbprint, candidates.get(thumbprint)?.reasons]).toEqual([
      thumbprint,
      expect.arrayContaining([...reasons]),
    ]);
  }
  for (const [thumbprint, verdict] of Object.entries(expected.verdicts ?? {})) {
    expect([thumbprint, candidates.get(thumbprint)?.verdict]).toEqual([thumbprint, verdict]);
  }
}

describe('selection scenarios', () => {
  test('are there', () => {
    expect(scenarios.length).toBeGreaterThan(100);
  });

  test.each(scenarios.map((scenario) => [`${scenario.id}: ${scenario.title}`, scenario] as const))(
    '%s',
    (_, scenario) => {
      const selections = select(scenario.fleet, scenario.fleet.at);
      for (const expected of scenario.expect) {
        const found = selections.find(
          ({ server, endpoint }) => server === expected.server && endpoint === expected.endpoint,
        );
        if (found === undefined) throw new Error(`${expected.server} ${expected.endpoint} is not listed`);
        meets(found, expected);
      }
      const listed = selections.map(({ server, endpoint }) => `${server} ${endpoint}`);
      for (const endpoint of scenario.notListed ?? []) expect(listed).not.toContain(endpoint);
      const explained = explain(scenario.fleet, scenario.fleet.at);
      expect(explained.map(({ trace: _trace, ...rest }) => rest)).toEqual(selections);
      for (const { rule, trace } of explained) {
        expect(trace?.filter(({ decides }) => decides).map((step) => step.rule)).toEqual([rule]);
      }
    },
  );
});
