// How often the picture changes in three seconds.
async () => {
  const canvas = document.querySelector("canvas.cells");
  const end = performance.now() + 3000;
  let last = "";
  let n = 0;
  while (performance.now() < end) {
    await new Promise(requestAnimationFrame);
    const now = canvas.toDataURL();
    if (now !== last) n += 1;
    last = now;
  }
  return n;
};
