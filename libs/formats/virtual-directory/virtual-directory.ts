/**
 * `Get-OwaVirtualDirectory`, `Get-WebServicesVirtualDirectory` and their like, and `Get-OutlookAnywhere`: the URLs that clients are given.
 */
import { hasType, property, textOf } from '../clixml/access.js';
import type { PsObject } from '../clixml/value.js';
import { known, type Kind, type Said, type ServerName } from '../exchange-object/kind.js';
import { lastPart, text } from '../exchange-object/words.js';

const KINDS: Readonly<Record<string, string>> = {
  ADOwaVirtualDirectory: 'owa',
  ADEcpVirtualDirectory: 'ecp',
  ADWebServicesVirtualDirectory: 'ews',
  ADOabVirtualDirectory: 'oab',
  ADMobileVirtualDirectory: 'activesync',
  ADMapiVirtualDirectory: 'mapi',
  ADPowerShellVirtualDirectory: 'powershell',
  ADAutodiscoverVirtualDirectory: 'autodiscover',
  ADRpcHttpVirtualDirectory: 'outlookAnywhere',
};

export const virtualDirectory: Kind = {
  name: 'Get-OwaVirtualDirectory and the other virtual directories',
  is: (object) => kindOf(object) !== undefined,
  read: readDirectory,
};

function kindOf(object: PsObject): string | undefined {
  const type = Object.keys(KINDS).find((name) => hasType(object, name));
  return type === undefined ? undefined : KINDS[type];
}

function readDirectory(object: PsObject): readonly Said[] {
  const kind = kindOf(object);
  const url = (which: 'Internal' | 'External') =>
    kind === 'outlookAnywhere' ? rpcUrl(object, `${which}Hostname`) : text(object, `${which}Url`);
  const directory = known({ kind, internalUrl: url('Internal'), externalUrl: url('External') });
  return [{ of: serverOf(object), server: { virtualDirectories: [directory] } }];
}

/** Outlook Anywhere has host names instead of URLs. */
function rpcUrl(object: PsObject, name: string): string | null | undefined {
  const host = text(object, name);
  return typeof host === 'string' ? `https://${host}/rpc` : host;
}

/** `MetabasePath` (`IIS://ex01.contoso.com/W3SVC/1/ROOT/owa`) has the full name, `Server` the short one. */
function serverOf(object: PsObject): ServerName {
  const host = /^IIS:\/\/([^/]+)\//i.exec(textOf(property(object, 'MetabasePath')) ?? '')?.[1];
  return {
    fqdn: host?.includes('.') === true ? host : undefined,
    netbios:
      lastPart(property(object, 'Server')) ?? /^([^\\]+)\\/.exec(textOf(property(object, 'Identity')) ?? '')?.[1],
    asked: text(object, 'PSComputerName'),
  };
}
