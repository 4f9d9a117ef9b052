// Keys on the desk: y, n and v choose and lead on to what is asked next, j and k move in the lane.
// Everything here is also a field or a link; without this file nothing is missing.
"use strict";

(() => {
  const form = document.querySelector("[data-decision]");
  const OUTCOMES = { y: "yes", n: "no", v: "void" };
  const MOVES = { j: "next", k: "before" };

  const typing = (element) =>
    element.closest("textarea, select, [contenteditable], input:not([type=radio])");

  const nameButton = () => {
    const chosen = form?.querySelector('[name="outcome"]:checked');
    const button = form?.querySelector('[type="submit"]');
    if (chosen) button.textContent = `${form.dataset.decision} as ${chosen.value}`;
  };

  const choose = (outcome) => {
    if (!form) return;
    form.querySelector(`[name="outcome"][value="${outcome}"]`).checked = true;
    form.querySelector(outcome === "void" ? '[name="void_reason"]' : '[name="evidence_url"]').focus();
    nameButton();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key in OUTCOMES) choose(OUTCOMES[event.key]);
    else if (event.key in MOVES) document.querySelector(`[data-move="${MOVES[event.key]}"]`)?.click();
    else return;
    event.preventDefault();
  });

  form?.addEventListener("change", nameButton);
  nameButton();
  for (const hint of document.querySelectorAll("[data-keys-of-desk]")) hint.hidden = false;
})();
