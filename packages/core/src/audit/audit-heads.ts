import { z } from 'zod';
import { defineCollection } from '../mongo/index.ts';

/** Where the audit log ends, apart from the log itself, so that a tail cut off it is missed. One document: `head`. */
export const AuditHeadDoc = z.object({
  _id: z.string(),
  sequence: z.int(),
  hash: z.string(),
  at: z.date(),
  /** Keyed, so that nobody without the secret can put the head back to where the log was cut. */
  mac: z.string(),
});
export type AuditHeadDoc = z.infer<typeof AuditHeadDoc>;

export const auditHeads = defineCollection<AuditHeadDoc>({ name: 'audit_heads', schema: AuditHeadDoc, indexes: [] });
