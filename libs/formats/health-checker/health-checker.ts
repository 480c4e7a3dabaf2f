/**
 * A whole analysis of Microsoft's Exchange Health Checker (`HealthChecker-<server>-<time>.xml`), of 2018 to today: server, version, roles,
 * every certificate with its state, connectors, IIS sites, virtual directories, OAuth and hybrid settings, and when it was made.
 *
 * The script asks the server for everything and filters nothing, so its lists are complete. Of connectors it keeps only some
 * properties; what it does not keep is absent.
 * @cite CSS-CODE (B)
 */
import { isObject, listOf, path, property, textOf } from '../clixml/access.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import type { Kind, Said, ServerName } from '../exchange-object/kind.js';
import { text } from '../exchange-object/words.js';
import { instantText } from '../instant-text.js';
import { analysedCertificates } from './certificates.js';
import { analysedConnectors } from './connectors.js';
import { analysedSites } from './sites.js';

/** What the analysis holds of these kinds, it holds as the cmdlets gave it. */
export function healthChecker(kinds: readonly Kind[]): Kind {
  return { name: 'HealthChecker.ps1', is: isAnalysis, read: (object) => readAnalysis(object, kinds) };
}

function isAnalysis(object: PsObject): boolean {
  const analysis = analysisIn(object);
  return property(analysis, 'ServerName') !== undefined && isObject(property(analysis, 'ExchangeInformation'));
}

/** Later versions of the script wrap the analysis together with what they display. */
function analysisIn(object: PsObject): PsObject {
  const inner = property(object, 'HealthCheckerExchangeServer');
  return isObject(inner) ? inner : object;
}

function readAnalysis(object: PsObject, kinds: readonly Kind[]): readonly Said[] {
  const analysis = analysisIn(object);
  const exchange = property(analysis, 'ExchangeInformation');
  const server = property(exchange, 'GetExchangeServer') ?? property(exchange, 'ExchangeServerObject');
  const of: ServerName = {
    fqdn: text(server, 'Fqdn'),
    netbios: text(server, 'Name') ?? textOf(property(analysis, 'ServerName')),
  };
  const parts = [exchange, property(exchange, 'VirtualDirectories'), property(analysis, 'OrganizationInformation')];
  const directories = isObject(property(exchange, 'VirtualDirectories')) ? ['virtualDirectories'] : [];
  return [
    { of, server: {}, complete: directories, ...generated(analysis) },
    ...parts
      .flatMap((part) => objectsIn(part))
      .flatMap((inner) => kinds.find((kind) => kind.is(inner))?.read(inner) ?? []),
    ...noHybrid([exchange, property(analysis, 'OrganizationInformation')]),
    ...analysedCertificates(listOf(property(exchange, 'ExchangeCertificates')), of),
    ...analysedConnectors(listOf(property(exchange, 'ExchangeConnectors')), of),
    ...analysedSites(listOf(path(exchange, 'IISSettings', 'IISWebSite')), of),
  ];
}

function generated(analysis: PsObject): Pick<Said, 'observedAt'> {
  const written = textOf(property(analysis, 'GenerationTime'));
  const observedAt = typeof written === 'string' ? instantText(written) : undefined;
  return observedAt === undefined ? {} : { observedAt };
}

/** The objects that are members of this one, alone or in lists. */
function objectsIn(value: PsValue | undefined): readonly PsObject[] {
  if (!isObject(value)) return [];
  return [...value.properties.values()].flatMap((member) => listOf(member) ?? []).filter(isObject);
}

/** The script asked for the hybrid configuration and there is none. */
function noHybrid(parts: readonly (PsValue | undefined)[]): readonly Said[] {
  return parts.some((part) => property(part, 'GetHybridConfiguration') === null)
    ? [{ organization: { hybrid: null } }]
    : [];
}
