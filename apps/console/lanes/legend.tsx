import { CertificateName, toldOf } from '../parts/certificate.js';
import type { Lane } from './bars.js';
import { Swatch } from './swatch.js';
import type { View } from './view.js';
import type { Facts } from './words.js';

const MOST = 12;

/** Which certificate looks how; the most shown ones first. */
export function Legend({
  lanes,
  view,
  facts,
}: {
  readonly lanes: readonly Lane[];
  readonly view: View;
  readonly facts: Facts;
}) {
  const seen = certificatesIn(lanes, view);
  return (
    <div className="legend">
      <ul aria-label="Certificates in the picture">
        {seen.slice(0, MOST).map((thumbprint) => (
          <li key={thumbprint}>
            <Swatch thumbprint={thumbprint} />
            <CertificateName thumbprint={thumbprint} certificate={facts.get(thumbprint)} />
            <span className="dim"> to {toldOf(facts.get(thumbprint)).notAfter?.slice(0, 10) ?? 'unknown'}</span>
          </li>
        ))}
        {seen.length > MOST ? <li className="dim">and {seen.length - MOST} more</li> : null}
      </ul>
      <ul aria-label="Signs in the picture">
        <Sign what="unknown" words="unknown, or nothing reported" />
        <Sign what="not-advertised" words="no certificate offered" />
        <Sign what="fails" words="handshake fails" />
        <Sign what="presented" coming words="forecast" />
        <Sign what="presented" expired words="expired by then" />
      </ul>
    </div>
  );
}

function certificatesIn(lanes: readonly Lane[], view: View): readonly string[] {
  const counts = new Map<string, number>();
  for (const { ranges } of lanes)
    for (const { thumbprint, from, until } of ranges) {
      const isSeen = Date.parse(from) < view.to && (until === null || Date.parse(until) > view.from);
      if (thumbprint !== null && isSeen) counts.set(thumbprint, (counts.get(thumbprint) ?? 0) + 1);
    }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([thumbprint]) => thumbprint);
}

function Sign({
  what,
  words,
  coming = false,
  expired = false,
}: {
  readonly what: string;
  readonly words: string;
  readonly coming?: boolean;
  readonly expired?: boolean;
}) {
  return (
    <li className="dim">
      <svg width="26" height="16" className="swatch" aria-hidden="true">
        <g className={`bar ${what} c0`}>
          <rect x="0.5" y="0.5" width="25" height="15" rx="3" className="ground" />
          {what === 'unknown' ? <rect x="0.5" y="0.5" width="25" height="15" rx="3" fill="url(#bar-unknown)" /> : null}
          {coming ? <rect x="0" y="0" width="26" height="16" className="coming" /> : null}
          {expired ? <rect x="0.5" y="11" width="25" height="4" className="expired" /> : null}
          <rect x="0.5" y="0.5" width="25" height="15" rx="3" className="frame" />
        </g>
      </svg>
      {words}
    </li>
  );
}
