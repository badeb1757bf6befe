export { type AuditEntry, auditLog } from './audit-log.ts';
export { type AuditInput, recordAudit } from './record-audit.ts';
