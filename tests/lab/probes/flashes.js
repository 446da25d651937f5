// The most flashes within any second that a train of [activity, milliseconds] makes on one cell. A flash is a
// pair of opposing changes of a tenth of the luminance or more (WCAG 2.3.1).
(train) => {
  const { Governor, PALETTE, ramp } = globalThis.governor;
  const toLinear = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.match(/\d+/g).map(Number).map(toLinear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let worst = 0;
  for (const end of [PALETTE.active, PALETTE.alarm]) {
    const shades = ramp(PALETTE.idle, end, 256).map(light);
    const cell = new Governor(1);
    const seen = [];
    let t = 0;
    for (const [wanted, ms] of train) {
      for (let k = 0; k < Math.max(1, Math.round(ms / 16)); k++) {
        t += 16;
        const shown = cell.follow([wanted], 16)[0];
        seen.push([t, shades[Math.min(255, Math.round(shown * 255))]]);
      }
    }
    const turns = [];
    let [low, high, isUp] = [seen[0][1], seen[0][1], null];
    for (const [at, now] of seen) {
      low = Math.min(low, now);
      high = Math.max(high, now);
      if (isUp !== true && now - low >= 0.1) [isUp, low, high] = [true, now, now];
      else if (isUp !== false && high - now >= 0.1) [isUp, low, high] = [false, now, now];
      else continue;
      turns.push(at);
    }
    for (const turn of turns) {
      const n = turns.filter((at) => at >= turn && at < turn + 1000).length;
      worst = Math.max(worst, Math.floor(n / 2));
    }
  }
  return worst;
};
