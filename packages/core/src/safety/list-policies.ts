import { type PolicyList, type PolicyView, SafetyFilterName } from '@message-service/shared/safety';
import { type Actor, recordAudit } from '../audit/index.ts';
import type { CoreContext } from '../context.ts';
import { allFilters } from './pipeline.ts';
import { type SafetyPolicyDoc, safetyPolicies } from './safety-policies.ts';

const MOST = 100;

export const toPolicyView = (doc: SafetyPolicyDoc, isInForce: boolean): PolicyView => ({
  name: doc.name,
  policy: doc.policy,
  status: doc.status === 'active' && !isInForce ? 'retired' : doc.status,
  note: doc.note ?? null,
  created_by: doc.created_by,
  created_at: doc.created_at,
  activated_by: doc.activated_by ?? null,
  activated_at: doc.activated_at ?? null,
  judged: doc.judged,
  changed: doc.changed,
  replay: doc.replay
    ? { wanted: doc.replay.wanted, done: doc.replay.done, finished: doc.replay.finished_at !== null }
    : null,
});

const versions = Object.fromEntries(
  SafetyFilterName.options.map((name) => [
    name,
    allFilters.flatMap((filter) => (filter.name === name ? [filter.version] : [])),
  ]),
) as PolicyList['versions'];

/** The policies there are: the one in force first, then the newest. Audited. */
export const listPolicies = async (ctx: CoreContext, identity: Actor): Promise<PolicyList> => {
  ctx.safety.reload();
  const [{ active }, docs] = await Promise.all([
    ctx.safety.policies(),
    safetyPolicies(ctx).find().sort({ created_at: -1 }).limit(MOST).toArray(),
  ]);
  const target = { type: 'safety', id: 'policies' };
  await recordAudit(ctx, { actor: identity, action: 'safety.listPolicies', target });
  const stored = docs.map((doc) => toPolicyView(doc, doc.name === active.name));
  const isStored = stored.some(({ status }) => status === 'active');
  const fromSettings: PolicyView = {
    ...{ name: active.name, policy: active.policy, status: 'active', note: null },
    ...{ created_by: null, created_at: null, activated_by: null, activated_at: null },
    ...{ judged: 0, changed: 0, replay: null },
  };
  const all = isStored ? stored : [fromSettings, ...stored];
  return { items: all.toSorted((a, b) => Number(b.status === 'active') - Number(a.status === 'active')), versions };
};
