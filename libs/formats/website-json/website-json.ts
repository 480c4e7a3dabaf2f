/**
 * `Get-Website | ConvertTo-Json -Depth 5`: the IIS sites of one server with their bindings and certificate hashes, as a JSON list or, for
 * one site, an object. It does not say of which server it is, unless it came through a remote session (`PSComputerName`).
 */
import { z } from 'zod';
import { join } from '../exchange-object/join.js';
import type { Said } from '../exchange-object/kind.js';
import { jsonKind } from '../json/kind.js';
import { parseJson } from '../json/parse.js';
import { jsonPath, kindOf } from '../json/path.js';
import { malformed } from '../refusal.js';
import type { Decoded, Format, Input, Warning } from '../report.js';
import { bindingFromText, iisBinding, type BindingAttributes } from '../web-binding/binding-information.js';

const REMEDY = 'Export again with: Get-Website | ConvertTo-Json -Depth 5';

const Site = z.looseObject({
  name: z.string().regex(/\S/),
  bindings: z.unknown().optional(),
  PSComputerName: z.unknown().optional(),
});
const Collection = z.looseObject({ Collection: z.unknown().optional() });
const Binding = z.looseObject({
  protocol: z.string(),
  bindingInformation: z.string(),
  certificateHash: z.string().nullish(),
  sslFlags: z.int().nullish(),
});

export const websiteJson: Format = {
  name: 'website-json',
  recognises: (input) => jsonKind(input.text) === 'website-json',
  decode: decodeSites,
};

function decodeSites(input: Input): Decoded {
  const json = parseJson(input.text ?? '');
  if (!json.ok) return json;
  const sites: unknown[] = Array.isArray(json.value) ? json.value : [json.value];
  const said: Said[] = [];
  const warnings: Warning[] = [];
  for (const [i, value] of sites.entries()) {
    const place = Array.isArray(json.value) ? [i] : [];
    const site = Site.safeParse(value);
    if (!site.success) {
      const at = jsonPath([...place, ...(site.error.issues[0]?.path ?? [])]);
      return malformed(
        at,
        `${at === '' ? 'The file' : at} is no web site with a name (found: ${kindOf(value)}).`,
        REMEDY,
      );
    }
    readSite(site.data, [...place, 'bindings'], said, warnings);
  }
  const joined = join(said);
  return {
    ok: true,
    report: { format: 'website-json', ...joined, events: [], warnings: [...warnings, ...joined.warnings] },
  };
}

function readSite(
  site: z.infer<typeof Site>,
  place: readonly (string | number)[],
  said: Said[],
  warnings: Warning[],
): void {
  const asked = typeof site.PSComputerName === 'string' ? site.PSComputerName : undefined;
  const whole = Collection.safeParse(site.bindings);
  const list = whole.success ? whole.data.Collection : site.bindings;
  const bindings: unknown[] = Array.isArray(list) ? list : list == null ? [] : [list];
  for (const [i, value] of bindings.entries()) {
    const attributes = attributesOf(value);
    if (attributes === null || attributes.hash === undefined)
      warnings.push({ place: jsonPath([...place, i]), message: cutOff(attributes !== null) });
    const binding = attributes === null ? null : iisBinding(site.name, attributes);
    if (binding !== null) said.push({ of: { asked }, server: { iisBindings: [binding] } });
  }
}

function attributesOf(value: unknown): BindingAttributes | null {
  if (typeof value === 'string') return bindingFromText(value);
  const binding = Binding.safeParse(value);
  if (!binding.success) return null;
  const { protocol, bindingInformation, certificateHash, sslFlags } = binding.data;
  return { protocol, information: bindingInformation, hash: certificateHash, sslFlags };
}

function cutOff(partly: boolean): string {
  return `The binding was cut off in the export${partly ? ', its certificate is unknown' : ' and left out'}. ${REMEDY}`;
}
