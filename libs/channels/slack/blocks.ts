import type { Told } from '../told.js';
import { isCommand } from '../told.js';
import { cut } from '../clean.js';

/** A block of Slack's Block Kit. Every text of a message is `plain_text` or a rich text element: Slack parses no markup, mention or emoji in these. */
export type Block = Readonly<Record<string, unknown>>;

const HEADER = 150;
const SECTION = 3000;
const BUTTON = 75;
const CONTEXT = 2000;

export function blocksOf(told: Told): readonly Block[] {
  return [
    { type: 'header', text: plainText(cut(`${told.standing}: ${told.title}`, HEADER)) },
    ...(told.title.length > HEADER - 40 ? [section(told.title)] : []),
    ...(told.summary === '' ? [] : [section(told.summary)]),
    ...rich([...subjects(told), ...remedy(told), ...facts(told)]),
    ...(told.leftOut === null ? [] : [context(told.leftOut)]),
    ...(told.links.length === 0 ? [] : [buttons(told)]),
    context(told.foot),
  ];
}

function plainText(text: string): Block {
  return { type: 'plain_text', text: text === '' ? ' ' : text, emoji: false };
}

function section(text: string): Block {
  return { type: 'section', text: plainText(cut(text, SECTION)) };
}

function context(text: string): Block {
  return { type: 'context', elements: [plainText(cut(text, CONTEXT))] };
}

function rich(elements: readonly Block[]): readonly Block[] {
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements }];
}

function subjects({ subjects: all, more }: Told): readonly Block[] {
  const items = all.map(({ name, effect }) =>
    line(effect === null ? [bold(name)] : [bold(name), plain(`${name.endsWith(':') ? '' : ':'} ${effect}`)]),
  );
  const list = items.length === 0 ? [] : [{ type: 'rich_text_list', style: 'bullet', elements: items }];
  return more === null ? list : [...list, line([plain(more)])];
}

function remedy({ remedy: steps }: Told): readonly Block[] {
  if (steps.length === 0) return [];
  const elements = steps.map((step) =>
    isCommand(step) ? { type: 'rich_text_preformatted', elements: [plain(step)] } : line([plain(step)]),
  );
  return [line([bold('What to do')]), ...elements];
}

function facts({ facts: all }: Told): readonly Block[] {
  if (all.length === 0) return [];
  const items = all.map(({ name, value }) => line([bold(name), plain(`: ${value}`)]));
  return [line([bold('Why and when')]), { type: 'rich_text_list', style: 'bullet', elements: items }];
}

function line(elements: readonly Block[]): Block {
  return { type: 'rich_text_section', elements };
}

function bold(text: string): Block {
  return { ...plain(text), style: { bold: true } };
}

/** An empty text is refused. */
function plain(text: string): Block {
  return { type: 'text', text: text === '' ? ' ' : text };
}

function buttons({ links }: Told): Block {
  return {
    type: 'actions',
    elements: links.map(({ title, url }) => ({ type: 'button', text: plainText(cut(title, BUTTON)), url })),
  };
}
