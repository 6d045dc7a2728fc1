// Numbers as this page writes them: with a sign, and never "+0.00".

/** Return a value with its sign and so many decimals; what rounds to nothing has none. */
export function signed(value, places = 2) {
  const size = Math.abs(value).toFixed(places);
  if (Number(size) === 0) return size;
  return (value < 0 ? "\u2212" : "+") + size;
}

const MOST = 5; // decimals

/** Return how many decimals values of up to this amount need: as many as give the greatest two digits, and two at least. */
export function decimals(most) {
  return most >= 0.1 || most < 0.5 * 10 ** -MOST ? 2 : Math.min(MOST, 1 - Math.floor(Math.log10(most)));
}

/** Return a value with its sign and two significant digits, of which there may be none before the fifth decimal. */
export function precise(value) {
  return signed(value, decimals(Math.abs(value)));
}
