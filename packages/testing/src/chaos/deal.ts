import type { Random } from '../llm-simulator/random.ts';

/** Each item as often as its share says, in an order by chance. Algorithm: Fisher and Yates, by Durstenfeld. */
export const deal = <T extends { share: number }>(items: readonly T[], random: Random): T[] => {
  const dealt = items.flatMap((item) => Array.from({ length: item.share }, () => item));
  for (let i = dealt.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [dealt[i], dealt[j]];
    if (a === undefined || b === undefined) continue;
    [dealt[i], dealt[j]] = [b, a];
  }
  return dealt;
};
