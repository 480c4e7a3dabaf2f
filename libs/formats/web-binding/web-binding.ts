/**
 * `Get-WebBinding`: the bindings of the IIS sites and the certificates that are bound to them. These objects do not say of which server
 * they are; only when they came through a remote session is the server that was asked known (`PSComputerName`).
 */
import { hasType, integerOf, property, textOf } from '../clixml/access.js';
import type { PsObject } from '../clixml/value.js';
import type { Kind, Said } from '../exchange-object/kind.js';
import { text } from '../exchange-object/words.js';
import { iisBinding } from './binding-information.js';

export const webBinding: Kind = {
  name: 'Get-WebBinding',
  is: (object) => hasType(object, 'ConfigurationElement#bindings#binding'),
  read: readBinding,
};

function readBinding(object: PsObject): readonly Said[] {
  const site = siteOf(textOf(property(object, 'ItemXPath')) ?? '');
  if (site === undefined)
    return [{ warning: `The binding ${object.text ?? ''} does not say its site and was left out.` }];
  const binding = iisBinding(site, {
    protocol: textOf(property(object, 'protocol')) ?? '',
    information: textOf(property(object, 'bindingInformation')) ?? '',
    hash: text(object, 'certificateHash'),
    sslFlags: integerOf(property(object, 'sslFlags')),
  });
  const of = { asked: text(object, 'PSComputerName') };
  return binding === null ? [] : [{ of, server: { iisBindings: [binding] } }];
}

/** The name in `/system.applicationHost/sites/site[@name='Default Web Site' and @id='1']`. */
function siteOf(xpath: string): string | undefined {
  const name = /\/site\[@name=(?:'([^']+)'|"([^"]+)")/.exec(xpath);
  return name?.[1] ?? name?.[2];
}
