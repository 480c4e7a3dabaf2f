import type { Told } from '../told.js';

const WIDTH = 78;

/** The mail for those who read text: everything that the HTML says, in the same order. */
export function textPart(told: Told): string {
  const { standing, title, summary, subjects, more, remedy, facts, leftOut, links, foot } = told;
  const parts: readonly (readonly string[])[] = [
    [`${standing}: ${title}`],
    [summary],
    [
      ...subjects.map(({ name, effect }) => (effect === null ? `* ${name}` : `* ${labelled(name)} ${effect}`)),
      ...(more === null ? [] : [`  ${more}`]),
    ],
    remedy.length === 0 ? [] : ['What to do', ...remedy.map((step) => `  ${step}`)],
    facts.length === 0 ? [] : ['Why and when', ...facts.map(({ name, value }) => `  ${name}: ${value}`)],
    leftOut === null ? [] : [leftOut],
    links.map(({ title: name, url }) => `${name}: ${url}`),
    // The mark before a signature: clients leave it out of answers.
    ['-- ', foot],
  ];
  return `${parts
    .map((lines) => lines.filter((line) => line !== ''))
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map(wrapped).join('\n'))
    .join('\n\n')}\n`;
}

/** An address of an endpoint may end in a colon itself. */
function labelled(name: string): string {
  return name.endsWith(':') ? name : `${name}:`;
}

/** Prose is wrapped; commands, addresses and list entries stay on one line, so that they can be copied. */
function wrapped(line: string): string {
  if (line.length <= WIDTH || /^(?: {2}|\* )|https?:/.test(line)) return line;
  const words = line.split(' ');
  const lines: string[] = [];
  let current = '';
  for (const word of words) {
    if (current !== '' && current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current].join('\n');
}
