// Selecting words in the text of a post puts them into the field for a quote.
"use strict";

(() => {
  const field = document.querySelector('textarea[name="quote"]');
  const offer = document.querySelector("[data-quote-offer]");
  if (!field || !offer) return;

  const wordsIn = (selection) => {
    if (selection.isCollapsed) return "";
    const within = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(".passage-text");
    if (!within(selection.anchorNode) || !within(selection.focusNode)) return "";
    return selection.toString().trim();
  };

  document.addEventListener("selectionchange", () => {
    const words = wordsIn(document.getSelection());
    if (words) field.value = words;
    offer.hidden = !words;
  });

  offer.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  offer.addEventListener("click", () => field.form.requestSubmit());
})();
