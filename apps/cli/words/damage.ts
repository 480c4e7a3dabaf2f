import type { Damage } from '#libs/store/damage.js';

/** What is wrong with a log, for people. */
export const DAMAGE_WORDS: Readonly<Record<Damage['reason'], string>> = {
  'event-missing': 'an event is missing',
  'event-changed': 'an event is not what was recorded',
  'event-id-not-derived': 'an event bears an id that is not its own',
  'version-not-dense': 'an event of a stream is missing',
  'commit-missing': 'a commit record is missing',
  'commit-overlaps': 'two commit records claim the same event',
  'commit-changed': 'a commit record is not what was recorded',
  'chain-broken': 'the hash chain is broken',
  'event-without-commit': 'an event stands in no commit',
  'log-cut-short': 'the end of the log is missing',
  'head-wrong': 'the recorded end of the log is not its end',
  'stream-head-wrong': 'the recorded end of a stream is not its end',
  'copied-hash-not-in-chain': 'the head hash that was given is not in this log: it was cut short, or written anew',
};
