import fc from 'fast-check';

const SURROGATES_FROM = 0xd800;
const SURROGATES = 0x800;

/**
 * Every character but half surrogates, as the unit of a `fc.string`. It says the same as the unit `binary`, which writes a table of all 1.1 million
 * of them first: a second of work in every suite that asks.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10ffff - SURROGATES })
  .map(characterOf, numberOf);

function characterOf(number: number): string {
  return String.fromCodePoint(number < SURROGATES_FROM ? number : number + SURROGATES);
}

/** The other way round, so that strings known to be dangerous (`__proto__`) are tried, too, and found ones are made smaller. */
function numberOf(character: unknown): number {
  const code = typeof character === 'string' ? character.codePointAt(0) : undefined;
  if (code === undefined || character !== String.fromCodePoint(code)) throw new Error('not one character');
  if (code < SURROGATES_FROM) return code;
  if (code < SURROGATES_FROM + SURROGATES) throw new Error('half a character');
  return code - SURROGATES;
}
