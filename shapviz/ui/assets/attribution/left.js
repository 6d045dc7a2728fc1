// The left column of Attribution: filters, the film strip, the sample in view, and what lies inside its modalities. It
// shows a state and reports wishes; the page holds the state and writes the address.

import { element } from "../stage/words.js";
import { Pills } from "./pills.js";

/**
 * Build the column into `parent`, and return it: `show(told)` whenever anything of `told` is new, `step(by)` to go to the
 * next or the previous sample that passes the filter, `dispose()` in the end.
 *
 * @param parent an empty element
 * @param context what the column needs of the page:
 *   ask(kind, question, lane)  asks the route `/attribution/KIND`, the page adding token, run and epoch. Returns a promise
 *       of the answer, of null where a newer question of the same lane has taken its place; rejects with an error whose
 *       message is for people. Of each lane one question is under way at a time, and only the newest waits; the lane is
 *       the kind where none is named. The column asks "exhibits" {rows}, and "inside"
 *       {row, modality, method, others, question} in a lane of each modality
 *   sound(row, modality)       the address of a sound
 *   wish(change)               what a person wants other than it is: an object with some keys of `told` that are marked
 *       with * below. The page takes it into its state, and calls `show`
 *
 * `told` is plain data, of which whatever is not known yet is null:
 *   key         names network and epoch: answers of another are forgotten
 *   players     [{name, kind, about, glyph, fill, text}]
 *   gallery     the answer of `/attribution/gallery`
 *   question    {payoff, target*, baseline}; a wish for another class is {target: "class:NAME"}, "true" or "predicted"
 *   row*        the sample in view; null: `gallery.opening`
 *   filter*     see filters.js
 *   method*     the method that looks inside
 *   methods     [{name, title, about, refused: null or {problem, remedy}}] that look inside
 *   others*     "averaged" or "everybody"
 *   level       learn | explore | research
 */
export function mountLeft(parent, context) {
  return new Left(parent, context);
}

class Left {
  #node = element("div", "left", "");
  #pills;

  constructor(parent, context) {
    this.#pills = new Pills((filter) => context.wish({ filter }));
    this.#node.append(this.#pills.node);
    parent.append(this.#node);
  }

  show({ gallery, players, filter }) {
    if (gallery) this.#pills.show(gallery, players, filter);
  }

  dispose() {
    this.#node.remove();
  }
}
