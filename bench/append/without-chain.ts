import type { Client } from 'pg';

export const WITHOUT_CHAIN = 'certfleet.append_without_chain';

/** Where the text of the function computes a hash, and what stands there instead. */
const HASHES: readonly (readonly [RegExp, string])[] = [
  [/sha256\(convert_to\(concat_ws\(chr\(10\), 'certfleet\.event\/1'.*?'UTF8'\)\)/gs, `''::bytea`],
  [/sha256\(head\.hash \|\| .*?'UTF8'\) \|\| (?:one\.hash|string_agg\(hash, '' order by position\))\)/gs, `''::bytea`],
];

/**
 * Makes a second append beside the product's, out of its own text, that does all the same but hash.
 *
 * @throws Error when the product's function does not read as expected, for then the comparison would mean nothing.
 */
export async function withoutChain(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ text: string }>(
    `select pg_get_functiondef('certfleet.append_batch'::regproc) as text`,
  );
  let text = rows[0]?.text ?? '';
  for (const [hash, nothing] of HASHES) {
    const without = text.replace(hash, nothing);
    if (without === text) throw new Error(`certfleet.append_batch computes no hash as ${hash} says.`);
    text = without;
  }
  // Names of parameters stand behind the name of the function.
  text = text
    .replaceAll('FUNCTION certfleet.append_batch(', `FUNCTION ${WITHOUT_CHAIN}(`)
    .replaceAll(/\bappend_batch\./g, 'append_without_chain.');
  await owner.query(text);
  await owner.query(`grant execute on function ${WITHOUT_CHAIN} to certfleet_app`);
}
