/** A to Z in lower case and nothing else changed: the same in every locale, and what PostgreSQL makes of it with collation "C". */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
