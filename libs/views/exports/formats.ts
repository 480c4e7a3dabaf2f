/** How a list can be told: one JSON document, or a file that is written row by row. */
export const FORMATS = ['json', 'ndjson', 'csv', 'md'] as const;
export type Format = (typeof FORMATS)[number];
export type FileFormat = Exclude<Format, 'json'>;

export const MEDIA_TYPES: Readonly<Record<FileFormat, string>> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
  md: 'text/markdown',
};
