import { describe, expect, test } from '@jest/globals';
import { planScenarios, type ExpectedFact, type PlanExpectation } from '../../test/support/plan-scenarios.js';
import type { Fact, Plan, Prompt } from './plan-answer.js';
import { plan } from './plan.js';

const scenarios = planScenarios();

/** Lists of the fleet document are sets here. */
const asSet = (value: unknown) => (Array.isArray(value) ? [...value].sort() : value);

const place = ({ server, path }: Pick<Fact, 'server' | 'path'>) => `${server} ${path}`;

function expectFacts(facts: readonly Fact[], expected: readonly ExpectedFact[]): void {
  if (expected.length === 0) expect(facts).toEqual([]);
  for (const wanted of expected) {
    const found = facts.find((fact) => place(fact) === place(wanted));
    expect([place(wanted), found !== undefined]).toEqual([place(wanted), true]);
    for (const side of ['before', 'after'] as const) {
      if (side in wanted)
        expect([place(wanted), side, asSet(found?.[side])]).toEqual([place(wanted), side, asSet(wanted[side])]);
    }
  }
}

function expectPrompts(prompts: readonly Prompt[], expected: NonNullable<PlanExpectation['prompts']>): void {
  for (const wanted of expected) {
    const found = prompts.find(({ command }) => command === wanted.command) ?? {
      command: wanted.command,
      shown: false,
    };
    expect(found).toMatchObject(wanted);
  }
}

function expectChanges(changes: Plan['changes'], expected: NonNullable<PlanExpectation['changes']>): void {
  const ordered = <T extends { readonly server: string; readonly endpoint: string }>(list: readonly T[]) =>
    [...list].sort((one, other) => (`${one.server} ${one.endpoint}` < `${other.server} ${other.endpoint}` ? -1 : 1));
  const sides = ordered(changes).map(({ server, endpoint, before, after }) => ({ server, endpoint, before, after }));
  expect(sides).toEqual(ordered(expected).map(({ rule: _, ...rest }) => rest));
  for (const { rule, ...rest } of expected) if (rule !== undefined) expect(changes).toContainEqual({ ...rest, rule });
}

function expectRisks({ risks }: Plan, { risksIntroduced, risksPresent, risksAbsent }: PlanExpectation): void {
  const present = risks.map(({ id }) => id);
  const introduced = risks.filter((risk) => risk.introduced).map(({ id }) => id);
  expect(introduced).toEqual(expect.arrayContaining([...(risksIntroduced ?? [])]));
  expect(present).toEqual(expect.arrayContaining([...(risksPresent ?? [])]));
  for (const id of risksAbsent ?? []) expect(present).not.toContain(id);
}

function meets(answer: Plan, expected: PlanExpectation): void {
  expect(answer.outcome).toBe(expected.outcome);
  const refused = answer.refused.map(({ command, rule }) => ({ command, rule }));
  if (expected.refused !== undefined || expected.outcome !== 'refused') expect(refused).toEqual(expected.refused ?? []);
  expectPrompts(answer.prompts, expected.prompts ?? []);
  if (expected.facts !== undefined) expectFacts(answer.facts, expected.facts);
  for (const absent of expected.factsAbsent ?? []) expect(answer.facts.map(place)).not.toContain(place(absent));
  if (expected.changes !== undefined) expectChanges(answer.changes, expected.changes);
  expectRisks(answer, expected);
  for (const note of expected.notes ?? []) expect(answer.notes).toContainEqual(note);
  for (const code of expected.notesAbsent ?? []) expect(answer.notes.map((note) => note.code)).not.toContain(code);
  for (const command of expected.undo ?? []) expect(answer.undo).toContainEqual(expect.objectContaining(command));
}

describe('plan scenarios', () => {
  test('are there', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(39);
  });

  test.each(scenarios.map((scenario) => [`${scenario.id}: ${scenario.title}`, scenario] as const))(
    '%s',
    (_, scenario) => {
      meets(plan(scenario.fleet, scenario.commands, scenario.fleet.at), scenario.expect);
    },
  );
});
