import {
  acknowledgeAlert,
  getAlert,
  getAlertOverview,
  listAlerts,
  muteAlert,
  unmuteAlert,
} from '@message-service/core/alerts';
import {
  AcknowledgeAlertInput,
  Alert,
  AlertOverview,
  AlertPage,
  GetAlertInput,
  ListAlertsInput,
  MuteAlertInput,
  UnmuteAlertInput,
} from '@message-service/shared/alerts';
import { z } from 'zod';
import { defineRoute } from '../http/define-route.ts';
import { ADMINS, OPERATORS } from '../policy.ts';

const tag = 'Alerts';

export const alertRoutes = [
  defineRoute({
    method: 'GET',
    path: '/alerts',
    summary: 'List alerts, newest first',
    tag,
    policy: OPERATORS,
    input: ListAlertsInput,
    output: AlertPage,
    status: 200,
    handle: ({ core }, input) => listAlerts(core, input),
  }),
  defineRoute({
    method: 'GET',
    path: '/alerts/overview',
    summary: 'How many alerts are open, and what is watched with which thresholds',
    tag,
    policy: OPERATORS,
    input: z.strictObject({}),
    output: AlertOverview,
    status: 200,
    handle: ({ core }) => getAlertOverview(core),
  }),
  defineRoute({
    method: 'GET',
    path: '/alerts/{alert_id}',
    summary: 'An alert with its history',
    tag,
    policy: OPERATORS,
    input: GetAlertInput,
    output: Alert,
    status: 200,
    handle: ({ core }, input) => getAlert(core, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/alerts/{alert_id}/acknowledge',
    summary: 'Say that somebody looks after it',
    tag,
    policy: ADMINS,
    input: AcknowledgeAlertInput,
    output: Alert,
    status: 200,
    handle: ({ core, identity }, input) => acknowledgeAlert(core, identity, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/alerts/{alert_id}/mute',
    summary: 'Have it say nothing for some minutes',
    tag,
    policy: ADMINS,
    input: MuteAlertInput,
    output: Alert,
    status: 200,
    handle: ({ core, identity }, input) => muteAlert(core, identity, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/alerts/{alert_id}/unmute',
    summary: 'Have a muted alert fire again',
    tag,
    policy: ADMINS,
    input: UnmuteAlertInput,
    output: Alert,
    status: 200,
    handle: ({ core, identity }, input) => unmuteAlert(core, identity, input),
  }),
];
