// Keys on the desk. Each is also a field, a button or a link; without this file nothing is missing.
// While somebody types, the item is kept to them for longer.
"use strict";

(() => {
  const OUTCOMES = { y: "yes", n: "no", v: "void" };
  const DOOR = "g";
  const KEEP_EVERY = 5 * 60 * 1000;
  const form = document.querySelector("[data-decision]");
  let doorIsOpen = false;
  let keptAt = Date.now();

  const typing = (element) =>
    element.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");

  const nameButton = () => {
    const chosen = form?.querySelector('[name="outcome"]:checked');
    if (chosen) form.querySelector('[type="submit"]').textContent = `${form.dataset.decision} as ${chosen.value}`;
  };

  const field = (name) => form?.querySelector(`[name="${name}"]`);

  const choose = (outcome) => {
    if (!form) return;
    form.querySelector(`[name="outcome"][value="${outcome}"]`).checked = true;
    const next = outcome === "void" ? field("void_reason") : field("evidence_url");
    (next ?? field("note")).focus();
    nameButton();
  };

  // A fold is opened and its first field taken; anything else is pressed.
  const press = (key) => {
    const element = document.querySelector(`[data-key="${key}"]`);
    if (element?.tagName !== "SUMMARY") return element?.click();
    element.parentElement.open = true;
    element.parentElement.querySelector("input:not([type=hidden]), textarea")?.focus();
  };

  const toggleHelp = () => {
    const help = document.getElementById("keys");
    help.hidden = !help.hidden;
    document.querySelector("[data-keys-hint]").setAttribute("aria-expanded", String(!help.hidden));
  };

  const enterDoor = (key) => document.querySelector(`[data-door="${key}"]`)?.click();

  const act = (key) => {
    if (key in OUTCOMES) choose(OUTCOMES[key]);
    else if (key === "e") field("evidence_url")?.focus();
    else if (key === "Enter") form?.querySelector('[name="outcome"]:checked') && form.requestSubmit();
    else if (key === "?") toggleHelp();
    else if (key === DOOR) doorIsOpen = true;
    else if ("jksrcxb".includes(key)) press(key);
    else return false;
    return true;
  };

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Enter" && (event.ctrlKey || event.metaKey) && form?.contains(target)) return form.requestSubmit();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(target)) {
      if (key === "Escape") target.blur();
      return;
    }
    if (key === "Enter" && target !== document.body && !target.matches("[name=outcome]")) return;
    const throughDoor = doorIsOpen;
    doorIsOpen = false;
    if (throughDoor) enterDoor(key);
    if (throughDoor || act(key)) event.preventDefault();
  });

  // Whoever types keeps the item; where somebody else has it by now, they are told.
  const keep = async () => {
    if (Date.now() - keptAt < KEEP_EVERY) return;
    keptAt = Date.now();
    const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form) });
    if (answer.ok) return;
    const lost = document.querySelector("[data-lost]");
    lost.textContent = "This item is kept to you no longer; somebody else may be at it. What you typed is still here.";
    lost.hidden = false;
  };

  form?.addEventListener("input", keep);
  form?.addEventListener("change", nameButton);
  nameButton();

  const ticks = () => [...document.querySelectorAll('.many [name="items"]:not(:disabled)')];
  const tickAll = document.querySelector("[data-tick-all]");
  tickAll?.addEventListener("click", () => {
    const wanted = ticks().some((tick) => !tick.checked);
    for (const tick of ticks()) tick.checked = wanted;
  });

  const hint = document.querySelector("[data-keys-hint]");
  hint?.addEventListener("click", toggleHelp);
  for (const shown of [hint, tickAll]) if (shown) shown.hidden = false;
})();
