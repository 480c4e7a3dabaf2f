/**
 * Output of Exchange's cmdlets as `ConvertTo-Json` writes it, of Windows PowerShell and of PowerShell 7, at any depth: an object or a list
 * of objects, of several kinds and servers. JSON names no types; names of properties tell which cmdlet an object is of.
 *
 * The same kinds read it that read CLIXML. Windows PowerShell writes some lists as `{ "value": […], "Count": 2 }`.
 */
import { recordsSaid, type RawRecord } from '../exchange-object/shaped-record.js';
import { isMembers } from '../exchange-object/net-text.js';
import { reportSaid } from '../exchange-object/report-said.js';
import type { Said } from '../exchange-object/kind.js';
import { jsonKind } from '../json/kind.js';
import { parseJson } from '../json/parse.js';
import { jsonPath, kindOf } from '../json/path.js';
import type { Decoded, Format, Input } from '../report.js';

export const exchangeJson: Format = {
  name: 'exchange-json',
  recognises: (input) => jsonKind(input.text) === 'exchange-json',
  decode: decodeJson,
};

function decodeJson(input: Input): Decoded {
  const json = parseJson(input.text ?? '');
  if (!json.ok) return json;
  const whole = listIn(json.value);
  const records: RawRecord[] = [];
  const others: Said[] = [];
  for (const [i, one] of whole.list.entries()) {
    const place = jsonPath(whole.counted ? [i] : []);
    if (isMembers(one)) records.push({ properties: new Map(Object.entries(one)), place });
    else others.push({ place, warning: `An element of the list is ${kindOf(one)}, no object: it was left out.` });
  }
  return reportSaid(exchangeJson.name, [...recordsSaid(records), ...others], []);
}

function listIn(value: unknown): { readonly list: readonly unknown[]; readonly counted: boolean } {
  if (Array.isArray(value)) return { list: value, counted: true };
  if (isMembers(value) && Array.isArray(value['value'])) return { list: value['value'], counted: true };
  return { list: [value], counted: false };
}
