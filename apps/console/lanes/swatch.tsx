import { looksOf } from './looks.js';

/** How a certificate looks in every picture. */
export function Swatch({ thumbprint }: { readonly thumbprint: string }) {
  const { colour, pattern } = looksOf(thumbprint);
  return (
    <svg width="26" height="16" className="swatch" aria-hidden="true">
      <g className={`bar presented c${colour}`}>
        <rect x="0.5" y="0.5" width="25" height="15" rx="3" className="ground" />
        {pattern === 'plain' ? null : (
          <rect x="0.5" y="0.5" width="25" height="15" rx="3" fill={`url(#bar-${pattern})`} />
        )}
        <rect x="0.5" y="0.5" width="25" height="15" rx="3" className="frame" />
      </g>
    </svg>
  );
}
