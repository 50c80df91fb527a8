// What an outline is and what is wrong with one: points are [x, y], 0-1 of the picture.
const outline = (() => {
  const LEAST = 0.001;
  const FAULTS = {
    few: ["至少要三个点", "expected three points or more"],
    tiny: ["太小了，重画", "covers nearly nothing: draw it again"],
    crossing: ["边线交叉了，挪开一个点", "its edges cross: move a point"],
  };

  function area(points) {
    let sum = 0;
    points.forEach(([x, y], i) => {
      const [nextX, nextY] = points[(i + 1) % points.length];
      sum += x * nextY - nextX * y;
    });
    return Math.abs(sum) / 2;
  }

  const side = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));

  function cross(a, b, c, d) {
    return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
  }

  function crosses(points) {
    const n = points.length;
    for (let i = 0; i < n; i++) {
      for (let k = i + 2; k < n; k++) {
        if (i === 0 && k === n - 1) continue;
        if (cross(points[i], points[(i + 1) % n], points[k], points[(k + 1) % n])) return true;
      }
    }
    return false;
  }

  // Words in both languages, or null where it is sound.
  function fault(points) {
    if (points.length < 3) return FAULTS.few;
    if (crosses(points)) return FAULTS.crossing;
    return area(points) < LEAST ? FAULTS.tiny : null;
  }

  const middle = (points) => [0, 1].map((i) => points.reduce((sum, point) => sum + point[i], 0) / points.length);
  const clamp = (value) => Math.min(1, Math.max(0, Math.round(value * 10000) / 10000));

  return { clamp, fault, middle };
})();
