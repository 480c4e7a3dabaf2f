import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { select } from '#libs/selection/select.js';
import { documents, NOW } from './documents.js';
import { oracleSelect, type OracleAnswer } from './oracle.js';
import { share } from '../support/share.js';

/** `ORACLE_RUNS` and `ORACLE_SEED` ask for more documents, or for others. */
const RUNS = Number(process.env['ORACLE_RUNS'] ?? share(2000));
const SEED = Number(process.env['ORACLE_SEED'] ?? 20_260_601);

/** The answer with every set in one order. */
function comparable(answer: OracleAnswer): OracleAnswer {
  const { server, endpoint, via, outcome, thumbprint, certainty, rule, smtpResponse, changesAt, healthierCandidate } =
    answer;
  return {
    ...{ server, endpoint, via, outcome, thumbprint, certainty, rule, smtpResponse, changesAt, healthierCandidate },
    events: [...new Set(answer.events)].sort(),
    notes: [...new Set(answer.notes)].sort(),
    candidates: answer.candidates.map((one) => ({ ...one, reasons: [...new Set(one.reasons)].sort() })),
  };
}

describe('two readings of the rulebook', () => {
  test('answer every document alike', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom(...NOW), (document, at) => {
        const answers = select(document, at).map(comparable);
        expect(answers).toEqual(oracleSelect(document, at).map(comparable));
      }),
      { numRuns: RUNS, seed: SEED },
    );
  }, 3_600_000);
});
