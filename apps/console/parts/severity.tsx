const COLOURS: Readonly<Record<string, string>> = { critical: 'bad', high: 'bad', medium: 'doubt', low: 'quiet' };

export function Severity({ severity }: { readonly severity: string }) {
  return <span className={`severity ${COLOURS[severity] ?? 'quiet'} ${severity}`}>{severity}</span>;
}
