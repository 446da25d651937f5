// Milliseconds from each of seven presses to the first frame after it was heard.
async () => {
  const lab = document.querySelector("#lab").lab;
  const newest = () => lab.frames[0].at(-1)?.number ?? 0;
  const waits = [];
  for (let k = 0; k < 7; k++) {
    const began = performance.now();
    const heard = new Promise((done) => {
      const off = lab.on((message) => {
        if (message.what !== "pressed") return;
        off();
        done();
      });
    });
    lab.press(k % 2 ? "touch" : "song");
    await heard;
    const last = newest();
    while (newest() <= last) await new Promise(requestAnimationFrame);
    waits.push(performance.now() - began);
    await new Promise((done) => setTimeout(done, 400));
  }
  return waits;
};
