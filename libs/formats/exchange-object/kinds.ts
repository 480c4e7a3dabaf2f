import { auditEvent } from '../admin-audit-log/audit-event.js';
import { authConfig } from '../auth-config/auth-config.js';
import { imapSettings, popSettings, umService } from '../client-protocol/client-protocol.js';
import { edgeSubscription } from '../edge-subscription/edge-subscription.js';
import { exchangeCertificate } from '../exchange-certificate/exchange-certificate.js';
import { exchangeServer } from '../exchange-server/exchange-server.js';
import { healthChecker } from '../health-checker/health-checker.js';
import { hybridConfiguration } from '../hybrid-configuration/hybrid-configuration.js';
import { receiveConnector } from '../receive-connector/receive-connector.js';
import { sendConnector } from '../send-connector/send-connector.js';
import { transportService } from '../transport-service/transport-service.js';
import { virtualDirectory } from '../virtual-directory/virtual-directory.js';
import { webBinding } from '../web-binding/web-binding.js';
import type { Kind } from './kind.js';

const CMDLET_KINDS: readonly Kind[] = [
  exchangeServer,
  exchangeCertificate,
  receiveConnector,
  sendConnector,
  authConfig,
  hybridConfiguration,
  edgeSubscription,
  transportService,
  popSettings,
  imapSettings,
  umService,
  virtualDirectory,
  webBinding,
  auditEvent,
];

/** The kinds of objects that are read; the one list. */
export const KINDS: readonly Kind[] = [...CMDLET_KINDS, healthChecker(CMDLET_KINDS)];
