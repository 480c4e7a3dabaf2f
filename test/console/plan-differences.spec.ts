import { describe, expect, test } from '@jest/globals';
import { documentPlanner } from '#libs/planning/document-planner.js';
import { planScenarios } from '../support/plan-scenarios.js';
import type { Story } from '../../apps/cli/plan/story.js';
import { differencesBetween } from '../../apps/console/plan/differences.js';
import { toldHere } from '../../apps/console/plan/told-here.js';
import { storyOf } from '../../apps/cli/plan/planner.js';
import { commandLine } from '#libs/planning/cmdlet-line/command-line.js';
import { done } from '../../apps/cli/failure.js';

const AT = '2026-06-01T00:00:00Z';
const SCENARIOS = planScenarios();
const about = { source: '', partly: [], position: 7, asOf: AT };

/** What the server's answers make: each goes through JSON, as `POST /plans` sends it. */
async function toldThere(document: (typeof SCENARIOS)[number]['fleet'], lines: string): Promise<Story | null> {
  const planner = documentPlanner(document, AT);
  const read = planner.read(lines);
  if (!read.ok) return null;
  const sent = (report: Story['report']): Story['report'] => JSON.parse(JSON.stringify(report));
  const story = await storyOf(
    {
      source: '',
      at: AT,
      position: 7,
      partly: [],
      plan: async (commands) => done(sent(planner.report(JSON.parse(JSON.stringify(commands))))),
    },
    { commands: read.commands, report: sent(read.report) },
  );
  return story.ok ? story.value : null;
}

async function bothOf({ fleet, commands }: (typeof SCENARIOS)[number]) {
  const lines = commands.map(commandLine).join('\n');
  const here = await toldHere({ ...about, planner: documentPlanner(fleet, AT) }, lines);
  return { here: here?.story ?? null, there: await toldThere(fleet, lines) };
}

describe('what is worked out here and what the server answers', () => {
  test.each(SCENARIOS.map((scenario) => [scenario.id, scenario] as const))('is one thing: %s', async (_, scenario) => {
    const { here, there } = await bothOf(scenario);
    if (here === null || there === null) {
      // A line whose certificate is in a file cannot be read without the file, here as there.
      expect([here, there]).toEqual([null, null]);
      return;
    }
    expect(JSON.parse(JSON.stringify(here))).toEqual(there);
    expect(differencesBetween(here, there, null)).toEqual([]);
  });

  test('nearly all scenarios can be typed', async () => {
    const both = await Promise.all(SCENARIOS.map(bothOf));
    expect(both.filter(({ here }) => here !== null).length).toBeGreaterThan(SCENARIOS.length * 0.8);
  });

  test.each<[string, (story: Story) => Partial<Story['report']>, RegExp]>([
    ['the outcome', () => ({ outcome: 'refused' }), /^the outcome \(here applied, the server says refused\)$/],
    ['the question', () => ({ prompts: [] }), /^the overwrite question$/],
    ['the changes', () => ({ changes: [] }), /^the changes$/],
    ['the risks', () => ({ risks: [] }), /^the risks$/],
  ])('%s: a difference is told', async (_, changed, words) => {
    const scenario = SCENARIOS.find(({ id }) => id === 'plan-009');
    if (scenario === undefined) throw new Error('There is no such scenario.');
    const { here, there } = await bothOf(scenario);
    if (here === null || there === null) throw new Error('It cannot be read.');
    const other = { ...there, report: { ...there.report, ...changed(there) } };
    expect(differencesBetween(here, other, null)).toEqual([expect.stringMatching(words)]);
    if (here.answered === null || there.answered === null) throw new Error('Nothing is asked.');
    const no = { ...there.answered.no, ...changed(there) };
    const inNo = differencesBetween(here, { ...there, answered: { ...there.answered, no } }, null);
    // No changes nothing there and brings no risk: of that none can be taken away.
    expect(inNo.every((what) => what.includes('of No'))).toBe(true);
    expect(differencesBetween(here, { ...there, answered: null }, null)).toEqual([
      'whether there is an answer of Yes',
      'whether there is an answer of No',
    ]);
  });

  test('of servers that were not looked at here nothing is compared', async () => {
    const scenario = SCENARIOS.find(({ id }) => id === 'plan-009');
    const { here, there } = scenario === undefined ? { here: null, there: null } : await bothOf(scenario);
    if (here === null || there === null) throw new Error('It cannot be read.');
    const other = { ...there, report: { ...there.report, changes: [], risks: [] } };
    expect(differencesBetween(here, other, new Set(['elsewhere.contoso.com']))).toEqual([]);
  });
});
