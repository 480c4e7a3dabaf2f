import { AlertRecordController } from './alert-record.controller.js';
import { AlertSettingsController } from './alert-settings.controller.js';
import { AlertsController } from './alerts.controller.js';
import { type DynamicModule, Module } from '@nestjs/common';
import { BindingsController } from './bindings.controller.js';
import { CertificatesController } from './certificates.controller.js';
import { ConsoleController } from './console.controller.js';
import { API, type Api } from './context.js';
import { DiffController } from './diff.controller.js';
import { EventsController } from './events.controller.js';
import { FindingsController } from './findings.controller.js';
import { FleetDocumentController } from './fleet-document.controller.js';
import { ForecastController } from './forecast.controller.js';
import { HealthController } from './health.controller.js';
import { HistoryController } from './history.controller.js';
import { ImportsController } from './imports.controller.js';
import { KeysController } from './keys.controller.js';
import { LogController } from './log.controller.js';
import { MetricsController } from './metrics.controller.js';
import { OwnKeyController } from './own-key.controller.js';
import { PlansController } from './plans.controller.js';
import { PresentationsController } from './presentations.controller.js';
import { QueryController } from './query.controller.js';
import { QuarantineController } from './quarantine.controller.js';
import { ReferenceController } from './reference.controller.js';
import { ServersController } from './servers.controller.js';
import { StatusController } from './status.controller.js';
import { SourcesController } from './sources.controller.js';
import { StreamController } from './stream.controller.js';
import { TicketsController } from './tickets.controller.js';
import { TimelineController } from './timeline.controller.js';
import { ViewsController } from './views.controller.js';
import { VerificationController } from './verification.controller.js';

const CONTROLLERS = [
  EventsController,
  ImportsController,
  TicketsController,
  ServersController,
  BindingsController,
  CertificatesController,
  FindingsController,
  AlertSettingsController,
  AlertRecordController,
  AlertsController,
  QueryController,
  ViewsController,
  PlansController,
  FleetDocumentController,
  PresentationsController,
  TimelineController,
  ForecastController,
  DiffController,
  HistoryController,
  StreamController,
  VerificationController,
  LogController,
  QuarantineController,
  SourcesController,
  StatusController,
  KeysController,
  OwnKeyController,
  HealthController,
  MetricsController,
  ReferenceController,
  ConsoleController,
];

@Module({})
export class ApiModule {
  static over(api: Api): DynamicModule {
    return { module: ApiModule, controllers: CONTROLLERS, providers: [{ provide: API, useValue: api }] };
  }

  /** The routes with nothing behind them: enough to describe them. */
  static bare(): DynamicModule {
    return { module: ApiModule, controllers: CONTROLLERS, providers: [{ provide: API, useValue: null }] };
  }
}
