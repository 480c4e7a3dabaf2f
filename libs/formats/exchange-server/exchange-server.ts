/**
 * `Get-ExchangeServer`: names, version, build, roles and Active Directory site of each server.
 *
 * The build is `AdminDisplayVersion`, which Exchange raises with cumulative updates only, not with security updates.
 */
import { SERVER_ROLES, type ExchangeVersion, type ServerRole } from '#libs/fleet/document.js';
import { hasType, integerOf, property, textOf } from '../clixml/access.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { known, type Kind, type Said } from '../exchange-object/kind.js';
import { flags, lastPart, text } from '../exchange-object/words.js';

export const exchangeServer: Kind = {
  name: 'Get-ExchangeServer',
  is: (object) => hasType(object, 'Directory.Management.ExchangeServer') || hasType(object, 'ExchangeServer'),
  read: readServer,
};

function readServer(object: PsObject): readonly Said[] {
  const build = buildOf(property(object, 'AdminDisplayVersion'));
  const site = property(object, 'Site');
  const facts = known({
    netbiosName: text(object, 'Name'),
    version: build === undefined ? undefined : versionOf(build),
    build: build?.join('.'),
    roles: rolesOf(property(object, 'ServerRole')),
    adSite: site === undefined ? undefined : lastPart(site),
  });
  const of = { fqdn: text(object, 'Fqdn'), netbios: text(object, 'Name') };
  const unknown = build !== undefined && facts.version === undefined;
  const warning = `Version ${build?.join('.')} is no version of Exchange that Certfleet knows; its version stays unknown.`;
  return [{ of, server: facts, ...(unknown ? { warning } : {}) }];
}

/** The values of the flags; `Cafe` is what 2013 calls its client access front end inside. */
const ROLE_BITS = { Mailbox: 2, ClientAccess: 4, UnifiedMessaging: 16, HubTransport: 32, EdgeTransport: 64 };
const OTHER_WORDS: Readonly<Record<string, ServerRole>> = { Edge: 'EdgeTransport', Cafe: 'ClientAccess' };

function rolesOf(value: PsValue | undefined): readonly ServerRole[] | null | undefined {
  const words = flags(value, ROLE_BITS);
  if (words === undefined || words === null) return words;
  return words.flatMap((word) => SERVER_ROLES.find((role) => role === word) ?? OTHER_WORDS[word] ?? []);
}

/** Major, minor, build and revision, from the parts or from `Version 15.1 (Build 2507.18)`. */
function buildOf(value: PsValue | undefined): readonly number[] | undefined {
  const parts = ['Major', 'Minor', 'Build', 'Revision'].map((name) => integerOf(property(value, name)));
  if (parts.every((part) => typeof part === 'number')) return parts;
  const written = textOf(value) ?? '';
  const numbers = /^(?:Version\s+)?(\d+)\.(\d+)(?:\s*\(Build\s+|\.)(\d+)\.(\d+)\)?$/.exec(written.trim());
  return numbers === null ? undefined : numbers.slice(1).map(Number);
}

/** The first build of the Subscription Edition; the product before it ended below. @cite Exchange build numbers (A) */
const FIRST_SE_BUILD = 2562;

/** The product that a build belongs to. */
export function versionOf([major, minor, build = 0]: readonly number[]): ExchangeVersion | undefined {
  if (major === 8) return '2007';
  if (major === 14) return '2010';
  if (major !== 15) return undefined;
  if (minor === 0) return '2013';
  if (minor === 1) return '2016';
  if (minor !== 2) return undefined;
  return build >= FIRST_SE_BUILD ? 'SE' : '2019';
}
