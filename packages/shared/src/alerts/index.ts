export { deliverAlert, evaluateAlerts } from './jobs.ts';
export {
  AcknowledgeAlertInput,
  Alert,
  AlertId,
  AlertOverview,
  AlertPage,
  AlertRule,
  AlertRuleInfo,
  AlertSeverity,
  AlertState,
  AlertStep,
  AlertUnit,
  GetAlertInput,
  ListAlertsInput,
  MuteAlertInput,
  UnmuteAlertInput,
} from './schema.ts';
