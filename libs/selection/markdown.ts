import { sourceOf } from './sources.js';

/** A row of a Markdown table. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
}

/** A text of ours as Markdown shows it: what looks like a tag is text. */
export function plain(text: string): string {
  const parts = text.split('`');
  return parts.map((part, index) => (index % 2 === 0 ? part.replace(/</g, '&lt;') : part)).join('`');
}

export function codeSpan(text: string): string {
  return `\`${text}\``;
}

/** Keys of sources, each leading to its page. */
export function listOfSources(keys: readonly string[]): string {
  return keys
    .map((key) => {
      const source = sourceOf(key);
      if (source === undefined) return key;
      return source.url === null ? `${key} (${source.title})` : `[${key}](${link(source.url)})`;
    })
    .join(', ');
}

/** Parentheses would end a Markdown link. */
function link(url: string): string {
  return url.replace(/\(/g, '%28').replace(/\)/g, '%29');
}
