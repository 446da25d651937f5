// Frames drawn in three seconds, and how many cells each shows.
async () => {
  const lab = document.querySelector("#lab").lab;
  const n = lab.frames[0].length;
  const first = performance.now();
  await new Promise((done) => setTimeout(done, 3000));
  const seconds = (performance.now() - first) / 1000;
  return [(lab.frames[0].length - n) / seconds, lab.frames[0].at(-1).cells.length];
};
