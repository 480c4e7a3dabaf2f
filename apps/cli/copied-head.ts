import type { CopiedHead } from '#libs/store/chain-walk.js';
import { done, failed, type Result } from './failure.js';

/** Options that name a head hash which was kept outside. */
export interface HeadOptions {
  readonly head?: string;
  readonly headPosition?: string;
}

/** The head that was asked about; undefined: none. */
export function copiedHead({ head, headPosition }: HeadOptions): Result<CopiedHead | undefined> {
  if (headPosition !== undefined && !/^\d{1,15}$/.test(headPosition))
    return failed({ exit: 64, what: 'this is no position of a log', where: `--head-position ${headPosition}` });
  if (head === undefined) {
    if (headPosition === undefined) return done(undefined);
    const remedy = 'Give the hash that was seen there with --head.';
    return failed({ exit: 64, what: 'a position without its hash proves nothing', where: '--head-position', remedy });
  }
  if (!/^[0-9a-f]{64}$/i.test(head))
    return failed({
      exit: 64,
      what: 'this is no head hash',
      where: `--head ${head}`,
      remedy: 'It is 64 hexadecimal digits, as an ingest answer, `certfleet verify` and GET /api/v1/verification show.',
    });
  return done(headPosition === undefined ? { hash: head } : { hash: head, position: Number(headPosition) });
}
