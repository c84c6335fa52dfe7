"use strict";
(() => {
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  const rows = [...list.children];
  const said = input.parentElement.querySelector("output");
  const MOST = 40;
  input.parentElement.hidden = false;
  const apply = () => {
    const wanted = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of rows) {
      const fits = wanted.length > 0 && wanted.every((word) => row.dataset.words.includes(word));
      found += fits ? 1 : 0;
      row.hidden = !fits || found > MOST;
    }
    list.hidden = found === 0;
    const words = found === 1 ? said.dataset.one : said.dataset.many;
    said.value = wanted.length === 0 ? "" : words.replace("{n}", found);
  };
  input.addEventListener("input", apply);
  apply();
})();
