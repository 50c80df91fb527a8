// Clocks that count: every [data-due] says how long is left, or how late it is. The words are those of clock.py.
(() => {
  const [MINUTE, HOUR, DAY] = [60, 3600, 86400];
  const SKEW_MS = 20000; // less is the way of the page, not a clock that is wrong
  let skew = 0;
  desk.each("#now", ({ dataset }) => (skew = Date.parse(dataset.now) - Date.now()));
  const now = () => Date.now() + (Math.abs(skew) > SKEW_MS ? skew : 0);

  function long(s) {
    if (s >= 2 * DAY) return parts(s, DAY, HOUR, ["天", "小时"], ["d", "h"]);
    if (s >= HOUR) return parts(s, HOUR, MINUTE, ["小时", "分"], ["h", "min"]);
    if (s >= MINUTE) return parts(s, MINUTE, 1, ["分", "秒"], ["min", "s"]);
    return [`${s}秒`, `${s} s`];
  }

  function parts(s, large, small, zh, en) {
    const [a, b] = [Math.floor(s / large), Math.floor((s % large) / small)];
    return [`${a}${zh[0]}${b}${zh[1]}`, `${a} ${en[0]} ${b} ${en[1]}`];
  }

  function show(clock) {
    const left = (Date.parse(clock.dataset.due) - now()) / 1000;
    const [zh, en] = long(Math.round(Math.abs(left)));
    const [first, second] = clock.children;
    first.textContent = left > 0 ? `还剩 ${zh}` : `超时 ${zh}`;
    second.textContent = left > 0 ? `${en} left` : `${en} late`;
    clock.classList.toggle("late", left <= 0);
  }

  setInterval(() => document.querySelectorAll("[data-due]").forEach(show), 1000);
  desk.each("[data-due]", show);
})();
