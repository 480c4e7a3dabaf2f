import { describe, expect, test } from '@jest/globals';
import { choiceIn, inOrder, isChosen, linesOf, NO_CHOICE } from './choice.js';
import { namesToAskFor, typed } from './read.js';

const THUMBPRINT = 'A'.repeat(40);
const CHOICE = { thumbprint: THUMBPRINT, servers: ['ex01.contoso.com', 'EX05'], services: ['SMTP', 'IIS'] } as const;

function readBack(lines: string) {
  const read = typed(lines, undefined);
  return read.state === 'read' ? choiceIn(read.commands) : read.state;
}

describe('a choice', () => {
  test('is written as lines, and read from them again', () => {
    expect(linesOf(CHOICE)).toBe(
      CHOICE.servers
        .map((server) => `Enable-ExchangeCertificate -Server ${server} -Thumbprint ${THUMBPRINT} -Services SMTP,IIS`)
        .join('\n'),
    );
    expect(readBack(linesOf(CHOICE))).toEqual(CHOICE);
    expect(isChosen(CHOICE, 'ex05.contoso.com')).toBe(true);
    expect(isChosen(CHOICE, 'ex02.contoso.com')).toBe(false);
  });

  test('has no lines before it is complete', () => {
    for (const lacking of [{ thumbprint: '' }, { servers: [] }, { services: [] }])
      expect(linesOf({ ...CHOICE, ...lacking })).toBe('');
    expect(linesOf(NO_CHOICE)).toBe('');
  });

  const line = linesOf({ ...CHOICE, servers: ['EX01'] });
  test.each([
    ['nothing', '# nothing'],
    ['an answer', `${line} -Force`],
    ['a service that is not offered', line.replace('IIS', 'UM')],
    ['several certificates', `${line}\n${line.replace(THUMBPRINT, 'B'.repeat(40))}`],
    ['several ways', `${line}\n${line.replace(',IIS', '')}`],
    ['a switch', `${line} -DoNotRequireSsl`],
    ['another cmdlet', `${line}\nRemove-ExchangeCertificate -Server EX01 -Thumbprint ${THUMBPRINT}`],
  ])('is not made of commands that say something else: %s', (_, lines) => {
    expect(readBack(lines)).toBeNull();
  });

  test('a hostile name goes there and back', () => {
    const servers = ["ex'; Remove-Item $x", 'ex\u202e01', '$(calc)'];
    const back = readBack(linesOf({ ...CHOICE, servers }));
    expect(back).toEqual({ ...CHOICE, servers });
  });

  test('certificates stand by their end', () => {
    const one = (thumbprint: string, notAfter?: string) => ({
      thumbprint,
      installedOn: [],
      ...(notAfter !== undefined && { notAfter }),
    });
    const list = [one('a'), one('b', '2026-01-01T00:00:00Z'), one('c', '2027-01-01T00:00:00Z')];
    expect(inOrder(list).map(({ thumbprint }) => thumbprint)).toEqual(['c', 'b', 'a']);
  });
});

describe('what is asked for', () => {
  const lines = (names: readonly string[]) => linesOf({ ...CHOICE, servers: names });
  test('are the servers that are named, each once', () => {
    expect(namesToAskFor(lines(['EX05', 'ex01.contoso.com', 'ex05']))).toEqual(['ex01.contoso.com', 'ex05']);
  });
  test.each([
    ['nothing is named', ''],
    ['it cannot be read', 'Enable-ExchangeCertificate -Server'],
    ['a Send connector is set', 'Set-SendConnector Internet -Fqdn mail.contoso.com'],
    ['they are too many', lines(Array.from({ length: 21 }, (_, n) => `ex${n}`))],
    ['nobody could be called so', lines(["ex'01"])],
    ['the text is too long', `${lines(['EX01'])}\n# ${'x'.repeat(20_000)}`],
    ['there are too many commands', lines(Array.from({ length: 41 }, () => 'ex01'))],
  ])('nothing is asked for where %s', (_, text) => {
    expect(namesToAskFor(text)).toBeNull();
  });
});
