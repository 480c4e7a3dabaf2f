/** Why a value that an export holds is not taken. The property then stays unknown, and the user is told how to get it whole. */
export type Doubt = 'cut' | 'incomplete' | 'no-zone' | 'wrapped';

const SENTENCES: Readonly<Record<Doubt, string>> = {
  cut: 'is the name of a type, or a text that does not say it. Export-Clixml keeps it, and so may ConvertTo-Json with a larger -Depth',
  incomplete:
    'is not complete, it ends in dots. Set $FormatEnumerationLimit = -1 and run the command again, or use Export-Clixml',
  'no-zone':
    'is written without a time zone, in the form of the exporter’s culture: it is not guessed. Export-Clixml says it exactly',
  wrapped:
    'was wrapped where it cannot be told whether a blank stood. Add | Out-File FILE -Width 4096 to the command, or use Export-Clixml',
};

/** Without the values: the same doubt about many objects is one warning. */
export function doubtText(properties: readonly string[], doubt: Doubt): string {
  return `${properties.join(', ')}: unknown, for what the export holds ${SENTENCES[doubt]}.`;
}
