import { allPages } from '../all-pages.js';
import { isForecastList } from '../answers.js';
import { connectionOf, type OnlineOptions } from '../connection.js';
import { failed, done, type Failures, type Result } from '../failure.js';
import { forecastText } from '../render/forecast.js';
import type { Terminal } from '../terminal.js';

export interface ForecastOptions extends OnlineOptions {
  readonly days: string;
  readonly server?: string;
  readonly where?: string;
  readonly view?: string;
  readonly ical?: boolean;
}

/** What time alone will change of what is presented: for people, as JSON, or as a calendar. */
export async function forecast(options: ForecastOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const days = readDays(options.days);
  if (!days.ok) return [days.failure];
  const query = { days: days.value, server: options.server, where: options.where, view: options.view };
  if (options.ical === true) {
    const { askText } = await import('../client.js');
    const feed = await askText(connection.value, { path: 'forecast.ics', query });
    if (!feed.ok) return [feed.failure];
    terminal.printRaw(feed.value);
    return [];
  }
  const list = await allPages(connection.value, { path: 'forecast', shape: isForecastList, query });
  if (!list.ok) return [list.failure];
  if (options.json === true) terminal.printJson(list.value);
  else terminal.print(forecastText(list.value, days.value, terminal.page));
  return [];
}

function readDays(text: string): Result<number> {
  const days = Number(text);
  if (/^\d{1,4}$/.test(text) && days >= 1 && days <= 3660) return done(days);
  return failed({ exit: 64, what: 'this is not a number of days from 1 to 3660', where: `--days ${text}` });
}
