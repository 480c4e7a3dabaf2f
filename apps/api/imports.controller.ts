import { Body, Controller, Headers, HttpCode, Inject, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ImportAccepted } from './answers.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { tooLarge } from './http.js';
import { acceptImport } from './intake.js';
import { ImportQuery } from './sending-params.js';
import { sentFile } from './read-body.js';
import { SENT_AT, SENT_AT_HEADER, sentClock } from './sent-at.js';

@ApiTags('sending')
@ApiBearerAuth()
@Controller('api/v1/imports')
export class ImportsController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary:
      'Take in a file in any supported format, or a zip of such files, as the raw body or as the one file of a form',
  })
  @ApiConsumes('application/octet-stream', 'multipart/form-data')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader(SENT_AT_HEADER)
  @ApiAcceptedResponse({ standardSchema: ImportAccepted })
  async take(
    @WhoAsks() caller: Caller,
    @Query({ schema: ImportQuery }) query: ImportQuery,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Body() body: unknown,
  ) {
    const contentType = headers['content-type'];
    const { bytes, filename } = await sentFile(body, contentType);
    if (bytes.byteLength > this.api.limits.importBytes) throw tooLarge(this.api.limits.importBytes);
    const clock = sentClock(headers[SENT_AT], this.api.now());
    return acceptImport(this.api, caller, {
      ...query,
      filename: query.filename ?? filename,
      contentType,
      bytes,
      clock,
    });
  }
}
