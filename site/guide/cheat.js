// The cheat sheet: buttons that choose the paper and print.
"use strict";
(() => {
  const sheet = document.createElement("style");
  document.body.append(sheet); // behind the style sheet of the page, which it outdoes
  for (const button of document.querySelectorAll("[data-paper]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      sheet.textContent = `@page { size: ${button.dataset.paper === "A3" ? "A3" : "A4"} portrait; margin: 8mm; }`;
      print();
    });
  }
  // Whoever prints by the menu chooses the paper there.
  addEventListener("afterprint", () => { sheet.textContent = ""; });
})();
