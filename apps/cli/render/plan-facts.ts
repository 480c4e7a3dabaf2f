import type { Story } from '../plan/story.js';
import { shown } from '../text/escape.js';
import { instantWords } from '../text/instant.js';
import { counted } from '../text/lines.js';

/** Where the facts of a plan come from, and what was looked at. */
export function factsWords({ source, at, position, report }: Story): string {
  const { servers, endpoints } = report.searched;
  const log = position === null ? '' : `, log position ${position}`;
  return `${shown(source)}, as of ${instantWords(at)}${log}; ${counted(endpoints, 'endpoint')} on ${counted(servers, 'server')} searched.`;
}

const LISTS: Readonly<Record<string, string>> = {
  certificates: 'certificates',
  receiveConnectors: 'Receive connectors',
  iisBindings: 'IIS bindings',
  sendConnectors: 'Send connectors',
  edgeSubscriptions: 'Edge subscriptions',
  pools: 'pools',
};

/** Which lists may have more than is known, as a sentence; null: none. */
export function partlyWords(partly: Story['partly']): string | null {
  if (partly.length === 0) return null;
  const lists = partly.map(({ server, key }) => {
    const list = LISTS[key] ?? key;
    return server === null ? list : `${list} of ${shown(server)}`;
  });
  const [shownLists, more] = [lists.slice(0, MOST), lists.length - MOST];
  const rest = more > 0 ? ` and ${more} more` : '';
  return `Known only in part (an export that may have been filtered, or single changes): ${shownLists.join(', ')}${rest}. What is not known of them is not in this plan.`;
}

const MOST = 6;
