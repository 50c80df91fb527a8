// Before anything is painted: the language and the light somebody chose.
(() => {
  const chosen = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=(\\w+)`))?.[1];
  const root = document.documentElement;
  const night = matchMedia("(prefers-color-scheme: dark)");
  const light = () => (root.dataset.theme = chosen("theme") || (night.matches ? "dark" : "light"));
  root.dataset.lang = chosen("lang") || "zh";
  root.lang = root.dataset.lang === "en" ? "en" : "zh-CN";
  night.addEventListener("change", light);
  light();
})();
