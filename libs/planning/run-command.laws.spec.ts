import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { canonicalText } from '#libs/fleet/canonical.js';
import { knobsOf } from '#libs/selection/policy.js';
import { namedServer, serverNames } from '#libs/selection/server-names.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import { anyPlan } from '../../test/support/any-plan.js';
import type { Command } from './command.js';
import { serverNamedBy } from './named-by-command.js';
import type { Ran, Scene } from './ran.js';
import { runCommand } from './run-command.js';
import { share } from '../../test/support/share.js';

interface Case {
  readonly command: Command;
  readonly scene: Scene;
  readonly ran: Ran;
}

/** Each command of a plan on the fleet as it is at first; `claim` is asked for those that meet their server. */
function law(claim: (one: Case) => void): void {
  fc.assert(
    fc.property(anyPlan, ({ document, commands }) => {
      const servers = document.servers ?? [];
      const names = serverNames(servers);
      for (const [index, command] of commands.entries()) {
        const fqdn = namedServer(names, serverNamedBy(command) ?? '');
        const server = servers.find((one) => normalizeHostName(one.fqdn) === fqdn) ?? null;
        const around = { organization: document.organization ?? {}, names, knobs: knobsOf(document.policy), at: 0 };
        const scene = { ...around, server, index };
        claim({ command, scene, ran: runCommand(command, scene) });
      }
    }),
    { numRuns: share(300) },
  );
}

describe('Whatever a command is and wherever it runs', () => {
  test('what it does not change is the very same object', () => {
    law(({ scene, ran }) => {
      if (canonicalText(ran.server) === canonicalText(scene.server)) expect(ran.server).toBe(scene.server);
      const same = canonicalText(ran.organization) === canonicalText(scene.organization);
      if (same) expect(ran.organization).toBe(scene.organization);
    });
  });

  test('refused it changes, asks and carries out nothing, and says why in a sentence', () => {
    law(({ scene, ran }) => {
      if (ran.refused === null) return;
      expect(ran.server).toBe(scene.server);
      expect(ran.organization).toBe(scene.organization);
      expect(ran).toMatchObject({ prompts: [], undecided: false, carriedOut: { overwritten: null, removed: null } });
      expect(ran.notes.filter((code) => code !== 'EAC_TASKS_REMOVED')).toEqual([]);
      expect(ran.refused.message).toMatch(/^\S.*\.$/);
      expect(ran.refused.message).not.toMatch(/undefined|(?<!\$)null|\[object|NaN/);
    });
  });

  test('undecided it says what keeps it so, and each note stands once', () => {
    const reasons = ['FACT_UNKNOWN', 'PROMPT_UNANSWERED', 'EAC_NO_UNDOCUMENTED'];
    law(({ ran }) => {
      if (ran.undecided) expect(ran.notes.some((code) => reasons.includes(code))).toBe(true);
      expect(new Set(ran.notes).size).toBe(ran.notes.length);
    });
  });

  test('Enable and New ask once for each SMTP, or say that they do not ask; the others never ask', () => {
    law(({ command, ran }) => {
      if (ran.refused !== null) return;
      if (command.cmdlet === 'Enable-ExchangeCertificate' || command.cmdlet === 'New-ExchangeCertificate') {
        const isRequest = command.cmdlet === 'New-ExchangeCertificate' && command.generateRequest === true;
        const services = command.services === undefined ? ['SMTP'] : (command.services ?? []);
        const asked = services.filter((service) => service === 'SMTP').length;
        expect(ran.prompts).toHaveLength(isRequest ? 0 : Math.max(asked, 1));
        expect(ran.prompts.every(({ rule }) => (rule === 'PR-1') === (asked === 0))).toBe(true);
      } else expect(ran.prompts).toEqual([]);
    });
  });

  test('a certificate comes and goes only by New, Import and Remove', () => {
    law(({ command, scene, ran }) => {
      const before = scene.server?.certificates?.length ?? 0;
      const after = ran.server?.certificates?.length ?? 0;
      if (command.cmdlet === 'Remove-ExchangeCertificate') expect([before, before - 1]).toContain(after);
      else if (/^(New|Import)/.test(command.cmdlet)) expect([before, before + 1]).toContain(after);
      else expect(after).toBe(before);
    });
  });

  test('an internal transport certificate that is overwritten was another one, and is known afterwards if all is', () => {
    law(({ scene, ran }) => {
      const { overwritten } = ran.carriedOut;
      if (overwritten === null) return;
      expect(overwritten.before).toBe(normalizeThumbprint(scene.server?.internalTransportCertificate ?? ''));
      expect(overwritten.after).not.toBe(overwritten.before);
      if (!ran.undecided) expect(ran.server?.internalTransportCertificate).toBe(overwritten.after);
    });
  });

  test('what is enabled is enabled: the same command again, without overwriting, changes nothing', () => {
    law(({ command, scene, ran }) => {
      if (command.cmdlet !== 'Enable-ExchangeCertificate' || ran.refused !== null || ran.undecided) return;
      const again = runCommand({ ...command, answer: 'no', surface: 'shell' }, { ...scene, server: ran.server });
      if (again.notes.includes('ITC_NOT_PUBLISHED_2007')) return;
      expect(again.refused).toBeNull();
      expect(again.server).toBe(ran.server);
    });
  });
});
