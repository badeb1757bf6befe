const LONE_SURROGATE = /[\uD800-\uDFFF]/gu;

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;

/**
 * Makes streamed text safe to store: a character split over two pieces is held until it is whole, a lone half becomes
 * U+FFFD and the null character is left out.
 */
export const createTextCleaner = () => {
  let held = '';
  const clean = (text: string) => text.replaceAll('\u0000', '').replace(LONE_SURROGATE, '\uFFFD');

  return {
    push(piece: string): string {
      const text = held + piece;
      const split = text.length > 0 && isHigh(text.charCodeAt(text.length - 1)) ? text.length - 1 : text.length;
      held = text.slice(split);
      return clean(text.slice(0, split));
    },
    end(): string {
      const rest = clean(held);
      held = '';
      return rest;
    },
  };
};
