// News of a stall are shown at once, unless somebody is in the middle of something: then they are told.
desk.each(".news .fresh", () => {
  if (!document.querySelector(".stall [data-typed], .stall details[open]")) location.reload();
});
