// What pages of a guide do beyond being read: the filter of the table. Nothing here writes markup.
"use strict";
(() => {
  for (const input of document.querySelectorAll("input[data-filter]")) {
    const rows = [...document.querySelectorAll(`#${input.dataset.filter} tbody tr`)];
    const words = rows.map((row) => `${row.textContent} ${row.dataset.words ?? ""}`.toLocaleLowerCase());
    const said = input.parentElement.querySelector("output");
    input.parentElement.hidden = false;
    const apply = () => {
      const wanted = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden = !wanted.every((word) => words[at].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      said.value = said.dataset.said.replace("{n}", shown).replace("{total}", rows.length);
    };
    input.addEventListener("input", apply);
    apply();
  }
})();
