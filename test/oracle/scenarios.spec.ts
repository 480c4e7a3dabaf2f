import { describe, expect, test } from '@jest/globals';
import { selectionScenarios, type Expectation } from '../support/selection-scenarios.js';
import { oracleSelect, type OracleAnswer } from './oracle.js';

/** The keys that the second reading does not answer. */
const { equal, others } = {
  equal: ['outcome', 'thumbprint', 'rule', 'certainty', 'via', 'changesAt', 'healthierCandidate'],
  others: [
    'server',
    'endpoint',
    'events',
    'notes',
    'smtpResponse',
    'candidates',
    'verdicts',
    'notesAbsent',
    'decidedBy',
    'sources',
  ],
} as const;

function verify(answer: OracleAnswer, expected: Expectation): void {
  for (const key of equal) if (key in expected) expect({ [key]: answer[key] }).toEqual({ [key]: expected[key] });
  if (expected.events !== undefined) expect(new Set(answer.events)).toEqual(new Set(expected.events));
  for (const note of expected.notes ?? []) expect(answer.notes).toContain(note);
  for (const note of expected.notesAbsent ?? []) expect(answer.notes).not.toContain(note);
  if (expected.smtpResponse === null) expect(answer.smtpResponse).toBeNull();
  else if (expected.smtpResponse !== undefined) expect(answer.smtpResponse).toContain(expected.smtpResponse);
  for (const [thumbprint, reasons] of Object.entries(expected.candidates ?? {})) {
    const candidate = answer.candidates.find((one) => one.thumbprint === thumbprint);
    expect(candidate?.reasons).toEqual(expect.arrayContaining([...reasons]));
  }
  for (const [thumbprint, verdict] of Object.entries(expected.verdicts ?? {})) {
    expect(answer.candidates.find((one) => one.thumbprint === thumbprint)?.verdict).toBe(verdict);
  }
  const known: readonly string[] = [...equal, ...others];
  expect(Object.keys(expected).filter((key) => !known.includes(key))).toEqual([]);
}

describe('the second reading of the rulebook', () => {
  test.each(selectionScenarios().map((scenario) => [`${scenario.id}: ${scenario.title}`, scenario] as const))(
    '%s',
    (_title, { fleet, expect: expectations, notListed }) => {
      const answers = oracleSelect(fleet, fleet.at);
      for (const expected of expectations) {
        const found = answers.filter((one) => one.server === expected.server && one.endpoint === expected.endpoint);
        expect(found).toHaveLength(1);
        for (const answer of found) verify(answer, expected);
      }
      for (const listed of notListed ?? []) {
        expect(answers.map((one) => `${one.server} ${one.endpoint}`)).not.toContain(listed);
      }
    },
  );
});
