// How many pixels of the cells' canvas are bright.
() => {
  const canvas = document.querySelector("canvas.cells");
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let n = 0;
  for (let k = 0; k < data.length; k += 4) {
    if (data[k + 3] > 200 && data[k] + data[k + 1] + data[k + 2] > 330) n += 1;
  }
  return n;
};
