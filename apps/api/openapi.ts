import { FastifyAdapter } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ApiModule } from './api.module.js';

/** The reference document of the API. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Certfleet')
    .setVersion('1')
    .setDescription(
      'Which TLS certificate each Microsoft Exchange server presents, why, and since when. Errors are RFC 9457 problem details.',
    )
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .build();
  return withProblems(SwaggerModule.createDocument(app, about, { autoTagControllers: false }));
}

const PROBLEM = {
  type: 'object',
  description:
    'RFC 9457. `type` tells the kind: `urn:certfleet:problem:bad-request`, `…:unprocessable`, `…:private-key`, …',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'The request, as the log of the server names it.' },
    remedy: { type: 'string' },
    place: { type: 'string', description: 'Where in the body.' },
    index: { type: 'integer', description: 'Which event of a batch, from 0.' },
    position: { type: 'integer', description: 'How far the projection had come, where it was waited for.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['message'],
        properties: {
          parameter: { type: 'string' },
          index: { type: 'integer' },
          place: { type: 'string' },
          message: { type: 'string' },
          remedy: { type: 'string' },
          text: { type: 'string', description: 'Of a query: the text it stands in.' },
          column: { type: 'integer', description: 'Of a query: the column of that text, from 1, where it begins.' },
          suggestions: { type: 'array', items: { type: 'string' } },
        },
      },
    },
  },
};

/** Every request may end in a problem. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.put, path.delete]) {
      if (operation !== undefined)
        operation.responses = { ...operation.responses, default: { description: 'A problem', content } };
    }
  }
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM } };
  return document;
}

/** The reference document as text, made without any database: what is committed as docs/openapi.json. */
export async function openApiText(): Promise<string> {
  const app = await NestFactory.create(ApiModule.bare(), new FastifyAdapter(), { logger: false, preview: true });
  try {
    return `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
  } finally {
    await app.close();
  }
}
