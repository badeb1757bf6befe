import { listAudit, reportAudit } from '@message-service/core/audit';
import { AuditPage, AuditReport, ListAuditInput, VerifyAuditInput } from '@message-service/shared/audit';
import { defineRoute } from '../http/define-route.ts';
import { AUDITORS } from '../policy.ts';

const tag = 'Audit';

export const auditRoutes = [
  defineRoute({
    method: 'GET',
    path: '/audit',
    summary: 'List privileged acts, newest first; reading them is one',
    tag,
    policy: AUDITORS,
    input: ListAuditInput,
    output: AuditPage,
    status: 200,
    handle: ({ core, identity }, input) => listAudit(core, identity, input),
  }),
  defineRoute({
    method: 'POST',
    path: '/audit/verify',
    summary: 'Hold the whole audit log against its hashes and its head',
    tag,
    policy: AUDITORS,
    input: VerifyAuditInput,
    output: AuditReport,
    status: 200,
    handle: ({ core, identity, openStream }) => reportAudit(core, identity, { signal: openStream(identity) }),
  }),
];
