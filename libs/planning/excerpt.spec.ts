import { describe, expect, test } from '@jest/globals';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { FleetDocument } from '#libs/fleet/document.js';
import { findingIdentity } from '#libs/rules/finding.js';
import { anotherServer } from '../../test/support/lasting-fleet.js';
import { planScenarios } from '../../test/support/plan-scenarios.js';
import { excerptOf } from './excerpt.js';
import { serverNamedBy } from './named-by-command.js';
import { plan } from './plan.js';

const MOST = 20;
const others = Array.from({ length: 30 }, (_, n) => anotherServer(n + 200));
const fleet: FleetDocument = { format: 'certfleet.fleet/1', servers: others };

/** What is said of the servers that the excerpt holds. */
function said(document: FleetDocument, { commands, fleet: { at } }: (typeof SCENARIOS)[number], kept: Set<string>) {
  const { outcome, refused, prompts, facts, changes, risks, undo } = plan(document, commands, at);
  return {
    outcome,
    refused,
    prompts,
    facts,
    undo,
    changes: changes.filter(({ server }) => kept.has(normalizeHostName(server))),
    risks: risks
      .filter(({ server, introduced }) => introduced && kept.has(normalizeHostName(server)))
      .map(findingIdentity)
      .sort(),
  };
}

const SCENARIOS = planScenarios().filter(({ commands }) => commands.every((one) => serverNamedBy(one) !== null));

describe('an excerpt of a fleet', () => {
  test('is the fleet itself where that is small', () => {
    const small = { ...fleet, servers: others.slice(0, MOST) };
    expect(excerptOf(small, [], MOST)).toBe(small);
    expect(excerptOf({ format: 'certfleet.fleet/1' }, ['ex01'], MOST)).toEqual({ format: 'certfleet.fleet/1' });
  });

  test('is none where no server is wanted, nobody is called so, or too many would be needed', () => {
    expect(excerptOf(fleet, [], MOST)).toBeNull();
    expect(excerptOf(fleet, ['nobody'], MOST)).toBeNull();
    expect(
      excerptOf(
        fleet,
        others.slice(0, 21).map(({ fqdn }) => fqdn),
        MOST,
      ),
    ).toBeNull();
    const pool = { name: 'all', members: others.map(({ fqdn }) => fqdn) };
    expect(excerptOf({ ...fleet, organization: { pools: [pool] } }, ['EX200'], MOST)).toBeNull();
  });

  test('holds who is named, by either name, and far from everybody', () => {
    const kept = excerptOf(fleet, ['EX200', 'ex207.contoso.com'], MOST)?.servers?.map(({ fqdn }) => fqdn) ?? [];
    expect(kept).toEqual(expect.arrayContaining(['ex200.contoso.com', 'ex207.contoso.com']));
    expect(kept.length).toBeLessThan(10);
  });

  test('holds both of two servers that share a name, so that it is as unclear as it is', () => {
    const twin = { ...anotherServer(200), fqdn: 'ex200.fabrikam.com' };
    const kept = excerptOf({ ...fleet, servers: [...others, twin] }, ['EX200'], MOST)?.servers ?? [];
    expect(kept.map(({ fqdn }) => fqdn)).toEqual(expect.arrayContaining(['ex200.contoso.com', 'ex200.fabrikam.com']));
  });

  test.each(SCENARIOS.map((scenario) => [`${scenario.id}: ${scenario.title}`, scenario] as const))(
    'says what the whole fleet says: %s',
    (_, scenario) => {
      const whole = { ...scenario.fleet, servers: [...(scenario.fleet.servers ?? []), ...others] };
      const wanted = scenario.commands.flatMap((command) => serverNamedBy(command) ?? []);
      const part = excerptOf(whole, wanted, MOST);
      // A command may name a server that nobody has.
      if (part === null) return;
      const kept = new Set((part.servers ?? []).map(({ fqdn }) => normalizeHostName(fqdn)));
      expect(part.servers?.length).toBeLessThanOrEqual(MOST);
      expect(said(part, scenario, kept)).toEqual(said(whole, scenario, kept));
    },
  );

  test('there are scenarios that were compared', () => {
    expect(SCENARIOS.length).toBeGreaterThan(25);
  });
});
