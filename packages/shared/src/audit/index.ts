export {
  AuditEntryView,
  AuditFacts,
  AuditFault,
  AuditFaultKind,
  AuditHead,
  AuditPage,
  AuditProgress,
  AuditReport,
  ListAuditInput,
  VerifyAuditInput,
} from './schema.ts';
