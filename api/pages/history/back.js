// The way back is the one that somebody came, with their filters, where they came from there.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-back]");
  const came = document.referrer && new URL(document.referrer);
  if (!link || !came || came.origin !== location.origin || came.pathname !== link.dataset.back) return;
  event.preventDefault();
  history.back();
});
