// Which samples are looked at. A filter is a plain value, and every change gives a new one:
//
//   wrong        only those that are predicted wrongly
//   disagreeing  only those on which exact and leave-one-out name another leader
//   led          names of players: only those that one of them leads, by Shapley values; empty: whoever leads
//   class        the name of a class: only those of it; null: of all

export const EVERYTHING = { wrong: false, disagreeing: false, led: [], class: null };

/** Return the places in the gallery of the samples that pass, in their order. */
export function passing(gallery, filter) {
  return [...gallery.rows.keys()].filter((place) => passes(gallery, filter, place));
}

/** Return the row to begin with: the gallery's own, or the first that passes where that does not. */
export function opening(gallery, filter) {
  const places = passing(gallery, filter);
  const own = gallery.rows.indexOf(gallery.opening);
  return places.length && !places.includes(own) ? gallery.rows[places[0]] : gallery.opening;
}

/** Return how many samples of a gallery pass. */
export function counted(gallery, filter) {
  return passing(gallery, filter).length;
}

/** Ask for another leader, or no longer. */
export function toggledLeader(filter, name) {
  const led = filter.led.includes(name) ? filter.led.filter((other) => other !== name) : [...filter.led, name];
  return { ...filter, led };
}

function passes({ players, classes, truth, predicted, led, led_one_out: ledOneOut }, filter, place) {
  if (filter.wrong && predicted[place] === truth[place]) return false;
  if (filter.disagreeing && led[place] === ledOneOut[place]) return false;
  if (filter.led.length && !filter.led.includes(players[led[place]])) return false;
  return filter.class === null || classes[truth[place]] === filter.class;
}
