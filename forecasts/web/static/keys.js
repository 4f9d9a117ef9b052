// Keys on the page of a post: j and k move, a accepts, e edits, x says it is no forecast.
// Everything here is also a button or a link; without this file nothing is missing.
"use strict";

(() => {
  const UNDECIDED = '[data-candidate="proposed"]';
  const MOVES = { j: 1, k: -1 };
  let acted = null;

  const candidates = () => [...document.querySelectorAll(UNDECIDED)];
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  const goTo = (candidate) => {
    if (!candidate) return;
    candidate.focus({ preventScroll: true });
    candidate.scrollIntoView({ block: "nearest" });
  };

  const move = (step) => {
    const all = candidates();
    const current = document.activeElement.closest("[data-candidate]");
    const place = all.indexOf(current);
    if (place >= 0) return goTo(all[Math.min(Math.max(place + step, 0), all.length - 1)]);
    goTo(step > 0 ? all[0] : all[all.length - 1]);
  };

  const press = (key) => {
    const current = document.activeElement.closest("[data-candidate]");
    current?.querySelector(`[data-key="${key}"]`)?.click();
  };

  const hint = () => document.querySelector("[data-keys-hint]");
  const toggleHelp = () => {
    const help = document.getElementById("keys");
    help.hidden = !help.hidden;
    hint()?.setAttribute("aria-expanded", String(!help.hidden));
  };

  const showHint = () => {
    if (hint()) hint().hidden = false;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key in MOVES) move(MOVES[event.key]);
    else if ("aex".includes(event.key)) press(event.key);
    else if (event.key === "?") toggleHelp();
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-hint]")) toggleHelp();
  });

  // After a decision the next undecided candidate has the focus, in the order of the text.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const all = candidates();
    const current = event.target.closest("[data-candidate]");
    acted = { here: current?.id, next: all[all.indexOf(current) + 1]?.id };
  });

  document.addEventListener("htmx:afterSettle", () => {
    if (!acted) return;
    const { here, next } = acted;
    acted = null;
    showHint();
    goTo(document.getElementById(next) ?? document.getElementById(here));
  });

  showHint();
})();
