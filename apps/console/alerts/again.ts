import { liveState } from '../live/state.js';

/** People look at these pages while something is the matter. */
const AGAIN_MS = 20_000;
/** What happens to alerts is heard at once where the log is followed; only what stands in no log, such as an end that time brings, is asked after. */
const FOLLOWED_AGAIN_MS = 60_000;

/** Milliseconds until what alerts do is asked again. */
export function againMs(): number {
  return liveState().state === 'live' ? FOLLOWED_AGAIN_MS : AGAIN_MS;
}
