import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { EVENT_TYPES } from '#libs/fleet/event.js';
import { KINDS } from './exchange-object/kinds.js';
import {
  Collector,
  CollectorNote,
  DocumentCertificate,
  FleetDocument,
  IisBinding,
  Organization,
  ReceiveConnector,
  SendConnector,
  Server,
} from './fleet-document/schema.js';
import { FORMATS } from './formats.js';

const docs = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');

test('docs/formats.md names every format, cmdlet, key and event', () => {
  const shapes = [
    FleetDocument,
    Collector,
    CollectorNote,
    Organization,
    Server,
    DocumentCertificate,
    ReceiveConnector,
    SendConnector,
    IisBinding,
  ];
  const keys = shapes.flatMap((shape) => Object.keys(shape.shape));
  const cmdlets = KINDS.map((kind) => kind.name.split(' ')[0] ?? '');
  const missing = [...FORMATS.map((format) => format.name), ...cmdlets, ...keys, ...EVENT_TYPES].filter(
    (word) => !docs.includes(`\`${word}\``),
  );
  expect(missing).toEqual([]);
});
