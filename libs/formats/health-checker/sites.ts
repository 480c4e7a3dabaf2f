import type { IisBinding } from '#libs/fleet/document.js';
import { integerOf, isObject, listOf, property, textOf } from '../clixml/access.js';
import type { PsValue } from '../clixml/value.js';
import type { Said, ServerName } from '../exchange-object/kind.js';
import { text } from '../exchange-object/words.js';
import { bindingFromText, iisBinding, type BindingAttributes } from '../web-binding/binding-information.js';

/** `ExchangeInformation.IISSettings.IISWebSite`: every site of this server with its bindings. */
export function analysedSites(list: readonly PsValue[] | null | undefined, of: ServerName): readonly Said[] {
  const sites = (list ?? []).filter(isObject).filter((site) => typeof text(site, 'Name') === 'string');
  if (sites.length === 0) return [];
  const bindings = sites.flatMap((site) =>
    (listOf(property(site, 'Bindings')) ?? []).map((binding) => bindingOf(text(site, 'Name') ?? '', binding)),
  );
  return [{ of, server: { iisBindings: bindings.filter((binding) => binding !== null) }, complete: ['iisBindings'] }];
}

/** A binding with its attributes; where the export did not go deep enough, the text `https *:443: sslFlags=0` is all there is. */
function bindingOf(site: string, binding: PsValue): IisBinding | null {
  const information = textOf(property(binding, 'bindingInformation'));
  const attributes: BindingAttributes | null =
    typeof information === 'string'
      ? {
          protocol: textOf(property(binding, 'protocol')) ?? '',
          information,
          hash: text(binding, 'certificateHash'),
          sslFlags: integerOf(property(binding, 'sslFlags')),
        }
      : bindingFromText(textOf(binding) ?? '');
  return attributes === null ? null : iisBinding(site, attributes);
}
