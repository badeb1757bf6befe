export { type AuditHeadDoc, auditHeads } from './audit-heads.ts';
export { type AuditEntry, auditLog } from './audit-log.ts';
export { getAuditHead } from './get-audit-head.ts';
export { formatHead, parseHead } from './head-file.ts';
export { listAudit } from './list-audit.ts';
export { type Actor, type AuditInput, recordAudit } from './record-audit.ts';
export { reportAudit } from './report-audit.ts';
export { type VerifyOptions, verifyAudit } from './verify-audit.ts';
