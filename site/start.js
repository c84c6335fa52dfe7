// The page works without any of this: it adds copying, a filter, and opens all parts in print.
"use strict";

for (const block of document.querySelectorAll("pre")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", () => copy(block.textContent, button, block));
  const row = document.createElement("div");
  row.className = "copy";
  block.replaceWith(row);
  row.append(block, button);
}

async function copy(text, button, block) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // Not allowed here: leave the text selected, so that one key copies it.
    getSelection().selectAllChildren(block);
    button.textContent = "Selected";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
}

const input = document.querySelector("#filter");
if (input) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const cards = [...document.querySelectorAll("[data-card]")];
  const words = rows.map((row) => row.textContent.toLowerCase());
  const shown = document.querySelector("output");
  input.closest("p").hidden = false;
  const filter = () => {
    const wanted = input.value.toLowerCase().split(/\s+/);
    let count = 0;
    rows.forEach((row, i) => {
      const match = wanted.every((word) => words[i].includes(word));
      row.hidden = cards[i].hidden = !match;
      count += match;
    });
    shown.value = input.value.trim() ? `${count} of ${rows.length}` : "";
  };
  input.addEventListener("input", filter);
  filter(); // a browser may have kept what was typed
}

addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:not([open])")) {
    part.open = true;
    part.dataset.print = "";
  }
});
addEventListener("afterprint", () => {
  for (const part of document.querySelectorAll("details[data-print]")) {
    part.open = false;
    delete part.dataset.print;
  }
});
