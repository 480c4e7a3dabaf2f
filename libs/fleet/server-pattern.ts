const ESCAPED = /[.*+?^${}()|[\]\\]/g;

/** What stands for the name of the server in a text that is the same on many. */
export const ITS_SERVER = '<server>';

/** A text with the server's own names left open: `Default Frontend EX01` of ex01.contoso.com is `Default Frontend <server>`. */
export function serverPattern(text: string, server: string): string {
  const [label = ''] = server.trim().split('.', 1);
  return [server.trim(), label]
    .filter((name) => name !== '')
    .reduce((open, name) => open.replace(wholeWord(name), ITS_SERVER), text);
}

function wholeWord(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${name.replace(ESCAPED, '\\$&')}(?![\\p{L}\\p{N}])`, 'giu');
}

/** How servers are called where there are many: by their first label, where no two of them share it. */
export function serverNamer(servers: Iterable<string>): (server: string) => string {
  const all = new Set(servers);
  const labels = [...all].map((server) => firstLabel(server).toLowerCase());
  return new Set(labels).size === all.size ? firstLabel : (server) => server;
}

function firstLabel(server: string): string {
  return server.trim().split('.', 1)[0] || server;
}
