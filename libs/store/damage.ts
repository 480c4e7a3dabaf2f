/** What is wrong with a log, at the first position for which it can be told. */
export interface Damage {
  readonly intact: false;
  readonly position: number;
  readonly reason:
    | 'event-missing'
    | 'event-changed'
    | 'event-id-not-derived'
    | 'version-not-dense'
    | 'commit-missing'
    | 'commit-overlaps'
    | 'commit-changed'
    | 'chain-broken'
    | 'event-without-commit'
    | 'log-cut-short'
    | 'head-wrong'
    | 'stream-head-wrong'
    | 'copied-hash-not-in-chain';
}
