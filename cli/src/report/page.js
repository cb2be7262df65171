"use strict";
const form = document.querySelector(".filters");
const findingsOnly = document.getElementById("findings-only");
const find = document.getElementById("find");
form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", () => {
  const words = find.value.trim().toLowerCase();
  for (const section of document.querySelectorAll("main section")) {
    let shown = 0;
    const rows = section.querySelectorAll("tbody tr");
    for (const row of rows) {
      const fits = row.textContent.toLowerCase().includes(words);
      row.hidden = !fits || (findingsOnly.checked && !row.classList.contains("non_compliant"));
      shown += row.hidden ? 0 : 1;
    }
    const unasked = !findingsOnly.checked && words === "";
    section.hidden = shown === 0 && !unasked;
  }
});
