import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCommandLines } from './read-command-lines.js';

const T = '5113AE0233A72FCCB75B1D0198628675333D010E';
const removed = (server: string) => ({ cmdlet: 'Remove-ExchangeCertificate', server, thumbprint: T });

function commandsOf(text: string, servers: readonly string[] = ['EX01']) {
  const read = readCommandLines(text, { servers });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.commands;
}

describe('a text of cmdlet lines', () => {
  test('holds a command a line; comments and empty lines are skipped', () => {
    const text = [
      '\ufeff# the old certificate goes',
      '',
      `Remove-ExchangeCertificate ${T} -Server EX02   # first`,
      '   \t ',
      `Remove-ExchangeCertificate ${T}`,
      '  # done',
    ];
    for (const end of ['\n', '\r\n', '\r'])
      expect(commandsOf(text.join(end))).toEqual([removed('EX02'), removed('EX01')]);
    expect(commandsOf('')).toEqual([]);
    expect(commandsOf('# nothing')).toEqual([]);
  });

  test.each([
    ['a backtick', `Remove-ExchangeCertificate \`\n  -Thumbprint ${T} \`\r\n  -Server EX03\nSet-SendConnector x`],
    ['a pipe', `Get-ExchangeCertificate ${T} -Server EX03 |\n  Remove-ExchangeCertificate\nSet-SendConnector x`],
  ])('a line goes on behind %s', (_, text) => {
    expect(commandsOf(text)).toEqual([removed('EX03'), { cmdlet: 'Set-SendConnector', identity: 'x' }]);
  });

  test('a line goes on behind a comma, and within quotes', () => {
    expect(commandsOf("Set-SendConnector x -SmartHosts a,\n  'b\nc'\nSet-SendConnector y")).toEqual([
      { cmdlet: 'Set-SendConnector', identity: 'x', smartHosts: ['a', 'b\nc'] },
      { cmdlet: 'Set-SendConnector', identity: 'y' },
    ]);
  });

  test('a command that names no server is repeated for each', () => {
    expect(commandsOf(`Remove-ExchangeCertificate ${T}\nSet-SendConnector x`, ['EX02', 'EX01'])).toEqual([
      removed('EX02'),
      removed('EX01'),
      { cmdlet: 'Set-SendConnector', identity: 'x' },
    ]);
  });
});

describe('bad input', () => {
  test('says line and column, of every line', () => {
    const text = [
      'Set-SendConnector x -Fqdm a',
      'Set-SendConnector x -Fqdn a',
      `Remove-ExchangeCertificate \``,
      `   -Thumbprint ${T} -Bogus`,
      "Set-SendConnector 'x",
      'Set-SendConnector x; Set-SendConnector y',
    ].join('\r\n');
    const read = readCommandLines(text, { server: 'EX01' });
    expect(read.ok ? [] : read.problems.map(({ place, message }) => `${place}: ${message}`)).toEqual([
      'line 1, column 21: Set-SendConnector has no parameter -Fqdm.',
      'line 4, column 57: Remove-ExchangeCertificate has no parameter -Bogus.',
      'line 5, column 19: This quote is not closed.',
      'line 6, column 20: A semicolon ends the command and another follows.',
    ]);
  });

  test('a warning says line and column', () => {
    expect(readCommandLines('\nSet-SendConnector x -Port 25')).toMatchObject({
      ok: true,
      warnings: [{ place: 'line 2, column 21' }],
    });
  });

  test('is found in time, however it is made', () => {
    for (const line of ["'", '"', '(', "('", '`', 'a |', 'Set-SendConnector x -Bogus', '\0', '[PS] C:\\']) {
      const started = performance.now();
      readCommandLines(`${line}\n`.repeat(30_000));
      expect({ line, slow: performance.now() - started > 3000 }).toEqual({ line, slow: false });
    }
  });

  test('never throws', () => {
    const piece = fc.constantFrom(
      "'",
      '"',
      '`',
      '\n',
      '\r\n',
      '#',
      '|',
      ',',
      '(',
      '@(',
      ')',
      'Set-SendConnector x',
      ' -Fqdn ',
      '$x',
      '\0',
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (text) => {
          const read = readCommandLines(text, { servers: ['EX01', 'EX02'] });
          if (!read.ok) for (const { place } of read.problems) expect(place).toMatch(/^line \d+, column \d+$/);
        },
      ),
    );
  });
});
