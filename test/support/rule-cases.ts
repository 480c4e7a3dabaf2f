import { describe, expect, test } from '@jest/globals';
import type { FleetDocument } from '#libs/fleet/document.js';
import type { Finding } from '#libs/rules/finding.js';
import { findings } from '#libs/rules/findings.js';
import type { StandingRule } from '#libs/rules/rule.js';
import { AT } from './fixture.js';

/** A fleet on which a rule fires: exactly these findings of the rule, of which whatever is not mentioned is free. */
export interface Fires {
  readonly when: string;
  readonly fleet: FleetDocument;
  readonly finds: readonly [ExpectedFinding, ...ExpectedFinding[]];
}

/** Where a text would be too much, `expect.stringContaining` and the like say what matters of it. */
type Matcher = ReturnType<typeof expect.anything>;

type ExpectedFinding = Pick<Finding, 'server' | 'endpoint'> &
  Partial<Omit<Finding, 'summary' | 'remediation'>> & {
    readonly summary?: string | Matcher;
    readonly remediation?: readonly (string | Matcher)[] | Matcher;
  };

/** A fleet on which a rule must stay silent. */
export interface Silent {
  readonly when: string;
  readonly fleet: FleetDocument;
}

/** At least one case in which a rule fires, and two that look alike and in which it does not. */
export interface RuleCases {
  readonly fires: readonly [Fires, ...Fires[]];
  readonly silent: readonly [Silent, Silent, ...Silent[]];
}

/** Runs the cases of one standing rule. */
export function ruleCases(rule: StandingRule, { fires, silent }: RuleCases): void {
  const found = (fleet: FleetDocument) => findings(fleet, fleet.at ?? AT).filter(({ id }) => id === rule.id);
  describe(`${rule.id}, ${rule.title}`, () => {
    test.each(fires.map((one) => [one.when, one] as const))('fires when %s', (_, { fleet, finds }) => {
      const occurred = found(fleet);
      expect(occurred.map(({ server, endpoint }) => ({ server, endpoint }))).toEqual(
        finds.map(({ server, endpoint }) => ({ server, endpoint })),
      );
      for (const [index, expected] of finds.entries()) expect(occurred[index]).toMatchObject(expected);
      for (const { summary, remediation } of occurred) {
        expect(summary).toMatch(/^\S.*\.$/);
        expect(remediation.length).toBeGreaterThan(0);
        expect([summary, ...remediation].join()).not.toMatch(/undefined|\[object|NaN/);
      }
    });
    test.each(silent.map((one) => [one.when, one] as const))('is silent when %s', (_, { fleet }) => {
      expect(found(fleet)).toEqual([]);
    });
  });
}
