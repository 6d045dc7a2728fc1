// A lab with two modalities, as the modules see it.

export const players = [
  { name: "noto", kind: "image", drawn: "image" },
  { name: "words", kind: "text", drawn: "text" },
];
export const fitting = {
  image: [{ name: "noise" }, { name: "blur" }],
  text: [{ name: "drop_words" }, { name: "typos" }],
};
export const asked = { absent: [], stand: "own", corrupted: {}, focus: null, draw: 0 };
