const LONGEST = 300;

/** A stranger's text for one line of a message: no control characters, no line breaks, not too long. It is no markup. */
export function plainText(text: string, longest = LONGEST): string {
  const plain = text
    .slice(0, 4 * longest)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ')
    .trim();
  const characters = [...plain];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : plain;
}

/** The first label of a server's name, as people call it: `EX01`. */
export function shortName(fqdn: string): string {
  return plainText(fqdn.split('.')[0] ?? fqdn, 80).toUpperCase();
}
