import { scriptOf, shortActor } from './actor.js';
import type { TimelineGroup } from './timeline-groups.js';
import type { ToldItem } from './timeline-item.js';

type About = Omit<TimelineGroup, 'title'>;

/**
 * What a group is, on one line: `renewal of mail.contoso.com: 14 events on 7 servers, 02:14 to 02:16, by svc-certs`. One entry by itself is
 * its own sentence. Plain text that is no markup.
 */
export function groupTitle(items: readonly ToldItem[], about: About): string {
  const [only] = items.filter(({ witnessOf }) => witnessOf == null);
  if (about.events === 1 && only !== undefined) return only.what;
  const who = about.actor === null ? '' : `, by ${oneLine(shortActor(about.actor))}`;
  const tool = scriptOf(about.tool);
  const withWhat = tool === null ? '' : ` with ${oneLine(tool)}`;
  return `${subjectOf(items, about)}: ${about.events} events${onServers(about)}, ${whenWords(about)}${who}${withWhat}`;
}

function subjectOf(items: readonly ToldItem[], { folds }: About): string {
  const [fold] = folds;
  if (fold !== undefined) return fold.title;
  const certificates = items.flatMap(({ certificate }) => certificate ?? []);
  const renewed = certificates.find(({ renewal, name }) => renewal && name !== null);
  const name = renewed?.name ?? certificates.find((one) => one.name !== null)?.name ?? null;
  if (name === null) return 'one cause';
  return `${renewed === undefined ? 'work on' : 'renewal of'} ${oneLine(name)}`;
}

function onServers({ servers }: About): string {
  if (servers.length === 0) return '';
  return servers.length === 1 ? ` on ${oneLine(servers[0] ?? '')}` : ` on ${servers.length} servers`;
}

/** Hours alone where it is one day, UTC. */
function whenWords({ firstAt, lastAt }: About): string {
  const sameDay = firstAt.slice(0, 10) === lastAt.slice(0, 10);
  const words = (instant: string) =>
    sameDay ? instant.slice(11, 16) : `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
  const [first, last] = [words(firstAt), words(lastAt)];
  return first === last ? `at ${first}` : `${first} to ${last}`;
}

const LONGEST = 120;

function oneLine(text: string): string {
  const plain = text.slice(0, 4 * LONGEST).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ');
  const characters = [...plain.trim()];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : characters.join('');
}
