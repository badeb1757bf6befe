export { acknowledgeAlert } from './acknowledge-alert.ts';
export { type AlertDoc, alerts } from './alerts.ts';
export { deliverAlertOnce } from './deliver-alert.ts';
export { evaluateAlerts, evaluateWhenNobodyDoes } from './evaluate-alerts.ts';
export { getAlertOverview } from './get-alert-overview.ts';
export { getAlert, listAlerts } from './list-alerts.ts';
export { muteAlert, unmuteAlert } from './mute-alert.ts';
export { AlertSettings } from './settings-schema.ts';
export { signWebhook, verifyWebhook } from './sign-webhook.ts';
