import type { BreakerView } from '@message-service/shared/llm';
import type { SafetyFinding, SafetyPolicy, SafetyVerdict } from '@message-service/shared/safety';
import type { Redis } from 'ioredis';
import type { Db } from 'mongodb';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics/index.ts';
import { filtersOf, judgeText, toVerdict } from './pipeline.ts';
import { policyOf } from './policy.ts';
import { createRemoteModeration, type RemoteSettings } from './remote/create-remote-moderation.ts';
import { openReplyGuard, type ReplyGuard } from './reply-guard.ts';
import { findCurrentPolicies } from './safety-policies.ts';
import { runAtOnce, runInTurns } from './text/pausable.ts';

export type NamedPolicy = { name: string; policy: SafetyPolicy };
export type CurrentPolicies = {
  active: NamedPolicy;
  /** Judges beside the active one, without effect. */
  shadow: NamedPolicy | null;
};

/** The name of the policy that the settings describe. */
export const SETTINGS_POLICY = 'settings';

export type Safety = {
  /** The policies as this process knows them: read again when they are older than SAFETY_RELOAD_SECONDS. */
  policies(): Promise<CurrentPolicies>;
  /** Forgets what it knows, so that the next text is judged by what is stored now. */
  reload(): void;
  /** Judges a text by the active policy and the remote moderation. @throws NeighbourError when that fails closed */
  check(text: string): Promise<SafetyVerdict>;
  /** Judges a text of at most some thousand characters at once, by the policy known last and without the remote one. */
  glance(text: string): SafetyVerdict;
  /** Stands between a streamed reply and its readers. */
  guard(): Promise<ReplyGuard>;
  /** The breaker of the remote moderation, as all processes have it; null without one. */
  remote(): Promise<BreakerView | null>;
};

type Tools = { db: Db; redis: Redis; log: Logger; metrics: Metrics; now(): Date };

/** Judges texts, keeping the policies that are stored in the database at hand. */
export const createSafety = (settings: RemoteSettings, tools: Tools): Safety => {
  const { db, log, metrics } = tools;
  const remote = createRemoteModeration(settings, tools);
  const fallback: CurrentPolicies = { active: { name: SETTINGS_POLICY, policy: policyOf(settings) }, shadow: null };
  let known = fallback;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  /** Counts what was forgotten: what was being read before is old when it comes. */
  let reloads = 0;

  const isRunnable = ({ name, policy }: NamedPolicy): boolean => {
    try {
      return filtersOf(policy).length >= 0;
    } catch (error) {
      log.error({ policy: name, error: String(error) }, 'this process lacks a filter of the policy');
      return false;
    }
  };

  const read = async () => {
    const begun = reloads;
    const { active, shadow } = await findCurrentPolicies({ db });
    if (begun !== reloads) return;
    known = {
      active: active && isRunnable(active) ? active : active ? known.active : fallback.active,
      shadow: shadow && isRunnable(shadow) ? shadow : null,
    };
    readAt = performance.now();
  };

  const policies = async (): Promise<CurrentPolicies> => {
    if (performance.now() - readAt < settings.SAFETY_RELOAD_SECONDS * 1_000) return known;
    const begun = reloads;
    if (!reading) {
      const mine = read().finally(() => {
        if (reading === mine) reading = undefined;
      });
      reading = mine;
    }
    await reading;
    return begun === reloads ? known : policies();
  };

  const askRemote = async (text: string): Promise<SafetyFinding | null> => {
    if (!remote || !settings.ENABLE_CONTENT_FILTERING) return null;
    try {
      return await remote.judge(text);
    } catch (error) {
      if (!remote.failsOpen) throw error;
      return null;
    }
  };

  const safety: Safety = {
    policies,
    reload() {
      reloads++;
      reading = undefined;
      readAt = Number.NEGATIVE_INFINITY;
    },
    async check(text) {
      const { active } = await policies();
      const start = performance.now();
      const own = await runInTurns(judgeText(text, active.policy, active.name));
      metrics.safetyCheck.observe((performance.now() - start) / 1_000);
      const second = own.decision === 'blocked' ? null : await askRemote(text);
      const { policy, name } = active;
      const verdict = second ? toVerdict([...own.findings, second], policy, name, own) : own;
      for (const { filter } of verdict.findings) metrics.safetyFindings.inc({ filter });
      metrics.safetyVerdicts.inc({ decision: verdict.decision });
      return verdict;
    },
    glance: (text) => runAtOnce(judgeText(text, known.active.policy, known.active.name)),
    guard: () => openReplyGuard(safety),
    remote: async () => (remote ? await remote.breaker() : null),
  };
  return safety;
};
