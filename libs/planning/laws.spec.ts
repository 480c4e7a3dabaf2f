import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { knownThumbprint } from '#libs/selection/server-facts.js';
import type { FleetDocument, Server } from '#libs/fleet/document.js';
import { findingIdentity, type Risk } from '#libs/rules/finding.js';
import { findings } from '#libs/rules/findings.js';
import { TRANSITION_RULES } from '#libs/rules/rules.js';
import { select } from '#libs/selection/select.js';
import type { Selection } from '#libs/selection/selection.js';
import { anyPlan } from '../../test/support/any-plan.js';
import { AT } from '../../test/support/fixture.js';
import type { Command } from './command.js';
import type { Plan } from './plan-answer.js';
import { plan, simulate } from './plan.js';
import { share } from '../../test/support/share.js';

const RUNS = { numRuns: share(200) };

function law(claim: (document: FleetDocument, commands: readonly Command[]) => void): void {
  fc.assert(
    fc.property(anyPlan, ({ document, commands }) => claim(document, commands)),
    RUNS,
  );
}

const isIncomplete = ({ notes }: Plan) => notes.some(({ code }) => code === 'UNDO_INCOMPLETE');

const shown = (selections: readonly Selection[]) =>
  selections.map(({ server, endpoint, outcome, thumbprint }) => ({ server, endpoint, outcome, thumbprint }));

const TRANSITIONS = new Set(TRANSITION_RULES.map(({ id }) => id));
const isTransition = ({ id }: Risk) => TRANSITIONS.has(id);

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

describe('laws of planning', () => {
  test('planning nothing changes nothing', () => {
    law((document) => {
      const { risks, searched, ...rest } = plan(document, [], AT);
      expect(rest).toEqual({
        ...{ outcome: 'applied', refused: [], prompts: [], facts: [], changes: [], notes: [], undo: [], safer: null },
        unchanged: searched.endpoints,
      });
      expect(searched).toEqual({ servers: document.servers?.length ?? 0, endpoints: select(document, AT).length });
      expect(risks).toEqual(findings(document, AT).map((finding) => ({ ...finding, introduced: false })));
    });
  });

  test('a refused command leaves the document as it is', () => {
    law((document, commands) => {
      for (const command of commands) {
        const { outcome, facts, changes, prompts, undo } = plan(document, [command], AT);
        if (outcome !== 'refused') continue;
        expect({ facts, changes, prompts, undo }).toEqual({ facts: [], changes: [], prompts: [], undo: [] });
        expect(simulate(document, [command], AT)).toEqual(document);
      }
    });
  });

  test('a plan neither throws nor touches what it is given, and tells the same twice', () => {
    law((document, commands) => {
      const answer = plan(deepFreeze(document), deepFreeze(commands), AT);
      expect(plan(document, commands, AT)).toEqual(answer);
      expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
      for (const { command } of [...answer.refused, ...answer.prompts]) expect(commands[command]).toBeDefined();
    });
  });

  test('the changes are the difference of two full selections', () => {
    law((document, commands) => {
      const { changes, unchanged, searched } = plan(document, commands, AT);
      const after = simulate(document, commands, AT);
      const key = ({ server, endpoint }: Selection) => `${server} ${endpoint}`;
      const [former, latter] = [document, after].map((one) => new Map(select(one, AT).map((one) => [key(one), one])));
      if (former === undefined || latter === undefined) throw new Error('two documents');
      const all = [...new Set([...former.keys(), ...latter.keys()])];
      const sides = (selection: Selection | undefined) =>
        selection === undefined ? null : { outcome: selection.outcome, thumbprint: selection.thumbprint };
      const differing = all
        .map((one) => ({ one, before: sides(former.get(one)), after: sides(latter.get(one)) }))
        .filter(({ before, after: other }) => JSON.stringify(before) !== JSON.stringify(other))
        .map(({ one, ...rest }) => ({ endpoint: one, ...rest, rule: latter.get(one)?.rule ?? null }));
      expect(
        new Set(changes.map(({ server, endpoint, ...rest }) => ({ endpoint: `${server} ${endpoint}`, ...rest }))),
      ).toEqual(new Set(differing));
      expect(searched.endpoints).toBe(all.length);
      expect(unchanged).toBe(all.length - changes.length);
    });
  });

  test('the standing risks are the findings of the last state, introduced are those that the first one lacks', () => {
    law((document, commands) => {
      const { risks } = plan(document, commands, AT);
      const before = new Set(findings(document, AT).map(findingIdentity));
      const expected = findings(simulate(document, commands, AT), AT).map((finding) => ({
        ...finding,
        introduced: !before.has(findingIdentity(finding)),
      }));
      const transitions = risks.filter(isTransition);
      expect(risks).toEqual([...transitions, ...expected]);
      expect(transitions.every(({ introduced }) => introduced)).toBe(true);
      expect(new Set(transitions.map(findingIdentity)).size).toBe(transitions.length);
    });
  });

  test('the undo restores every presented certificate, or the plan says that it is incomplete', () => {
    law((document, commands) => {
      const answer = plan(document, commands, AT);
      if (isIncomplete(answer)) return;
      const last = simulate(document, commands, AT);
      expect(plan(last, answer.undo, AT).outcome).toBe('applied');
      expect(shown(select(simulate(last, answer.undo, AT), AT))).toEqual(shown(select(document, AT)));
    });
  });

  test('No in the shell never changes an internal transport certificate that is set or unknown', () => {
    law((document, commands) => {
      const careful = commands.map((command): Command => ({ ...command, answer: 'no', surface: 'shell' }) as Command);
      const after = simulate(document, careful, AT).servers ?? [];
      for (const [place, { internalTransportCertificate: before }] of (document.servers ?? []).entries()) {
        if (knownThumbprint(before) === null) continue;
        expect(after[place]?.internalTransportCertificate).toBe(before);
      }
    });
  });

  test('enabling IIS never touches Exchange Back End', () => {
    const backEnd = ({ iisBindings }: Server) => (iisBindings ?? []).filter(({ site }) => site === 'Exchange Back End');
    law((document, commands) => {
      const enabling = commands.flatMap((command): readonly Command[] =>
        command.cmdlet === 'Enable-ExchangeCertificate' ? [{ ...command, services: ['IIS'] }] : [],
      );
      const after = simulate(document, enabling, AT);
      expect(after.servers?.map(backEnd)).toEqual(document.servers?.map(backEnd));
    });
  });

  test('a safer plan ends alike, asks no overwriting, and introduces fewer of the same grave risks', () => {
    const grave = (risks: readonly Risk[]) =>
      risks
        .filter(({ introduced, severity }) => introduced && (severity === 'critical' || severity === 'high'))
        .map(findingIdentity);
    law((document, commands) => {
      const { outcome, risks, safer } = plan(document, commands, AT);
      if (safer === null) return;
      const instead = plan(document, safer.commands, AT);
      expect(instead.outcome).toBe(outcome);
      expect(safer.risks).toEqual(instead.risks.filter(({ introduced }) => introduced));
      expect(safer.commands.some((one) => 'answer' in one && (one.answer === 'yes' || one.answer === 'force'))).toBe(
        false,
      );
      const [fewer, all] = [grave(safer.risks), grave(risks)];
      expect(all).toEqual(expect.arrayContaining(fewer));
      expect(fewer.length).toBeLessThan(all.length);
    });
  });
});
