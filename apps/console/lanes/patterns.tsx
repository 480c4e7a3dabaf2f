/** What bars are filled with beside their colour. They stand once in the page; each bar names one. */
export function Patterns() {
  return (
    <svg className="patterns" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <Stripes id="bar-rising" turn={45} gap={7} />
        <Stripes id="bar-falling" turn={-45} gap={7} />
        <Stripes id="bar-upright" turn={0} gap={6} />
        <pattern id="bar-dots" width="7" height="7" patternUnits="userSpaceOnUse">
          <circle cx="3.5" cy="3.5" r="1.2" className="stroke-of-pattern" />
        </pattern>
        <pattern id="bar-unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2.5" height="6" className="stroke-of-unknown" />
        </pattern>
      </defs>
    </svg>
  );
}

function Stripes({ id, turn, gap }: { readonly id: string; readonly turn: number; readonly gap: number }) {
  return (
    <pattern id={id} width={gap} height={gap} patternUnits="userSpaceOnUse" patternTransform={`rotate(${turn})`}>
      <rect width="1.6" height={gap} className="stroke-of-pattern" />
    </pattern>
  );
}
