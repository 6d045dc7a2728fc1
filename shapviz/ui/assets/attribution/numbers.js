// Numbers as this page writes them: in the unit of the payoff, with a sign, and never "+0.00".

const FINEST = 3; // decimals more than usual

/** Return a value with its sign and so many decimals; what rounds to nothing has none. */
export function signed(value, places) {
  const size = Math.abs(value).toFixed(places);
  if (Number(size) === 0) return size;
  return (value < 0 ? "\u2212" : "+") + size;
}

/** Return how many decimals it takes to tell a value from zero: as many as usual, or one more. */
export function placesOf(value, usual) {
  return Number(Math.abs(value).toFixed(usual)) ? usual : usual + Number(Number(Math.abs(value).toFixed(usual + 1)) > 0);
}

/** Return how many decimals values of up to this amount need: as many as give the greatest two digits, and no fewer than usual. */
export function decimals(most, usual) {
  return most < 0.5 * 10 ** -(usual + FINEST) ? usual : Math.min(usual + FINEST, Math.max(usual, 1 - Math.floor(Math.log10(most))));
}

/** Return a value with its sign and two significant digits, of which there may be none far behind the point. */
export function precise(value, usual) {
  return signed(value, decimals(Math.abs(value), usual));
}

/**
 * Return amounts with so many decimals that add up to their rounded sum, by largest remainders: each is rounded up or
 * down, and of those up that come closest to it.
 */
export function addingUp(amounts, places) {
  const one = 10 ** places;
  const exact = amounts.map((amount) => amount * one);
  const floors = exact.map(Math.floor);
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const short = Math.round(sum(exact)) - sum(floors);
  const nearest = [...amounts.keys()].sort((first, second) => exact[second] - floors[second] - (exact[first] - floors[first]));
  for (const place of nearest.slice(0, short)) floors[place] += 1;
  return floors.map((count) => count / one);
}

/** Return an attribution inside a modality with its numbers in the unit of its payoff, which it then knows as `measure`. */
export function measured({ values, whole, presence, ...inside }, measure) {
  const scaled = (value) => value * measure.factor;
  return { ...inside, measure, values: values.map(scaled), whole: scaled(whole), presence: scaled(presence) };
}
