import { calendarOf } from './calendar.js';
import { organizationAtFirst } from './cast/organization.js';
import { serversAtFirst } from './cast/servers.js';
import { played } from './chronicle.js';
import { writtenFiles, type DemoFile } from './files.js';
import { mint as mintAll } from './mint.js';
import { questions, type Question } from './questions.js';
import { STORIES } from './stories/stories.js';

export interface Demo {
  /** In the order in which they are sent. */
  readonly files: readonly DemoFile[];
  readonly questions: readonly Question[];
}

/**
 * The demo organization with eighteen months of its past, as the files that would tell of it. `from` is the instant at which the demo
 * starts; all others count from its day. The certificates are made anew each time, so two calls give other thumbprints.
 */
export async function makeDemo(from: string): Promise<Demo> {
  const calendar = calendarOf(from);
  const mint = await mintAll(calendar);
  const stage = { ...calendar, mint };
  const first = { organization: organizationAtFirst(mint), servers: serversAtFirst(mint) };
  const moments = STORIES.flatMap((story) => story(stage));
  return { files: writtenFiles(played(first, moments)), questions: questions(stage) };
}
