const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/** Length in Unicode code points; a lone surrogate counts as one. Linear, allocates nothing. */
export const countCodePoints = (text: string): number => {
  let pairs = 0;
  for (let i = 1; i < text.length; i++) {
    if (isLow(text.charCodeAt(i)) && isHigh(text.charCodeAt(i - 1))) {
      pairs++;
      i++;
    }
  }
  return text.length - pairs;
};

/** False when the text holds a surrogate without its partner: such text has no UTF-8 form and cannot be stored as is. */
export const isWellFormed = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (isLow(unit)) return false;
    if (isHigh(unit)) {
      if (!isLow(text.charCodeAt(i + 1))) return false;
      i++;
    }
  }
  return true;
};
