const filter = document.getElementById("filter");
filter.addEventListener("input", () => {
  const wanted = filter.value.toLowerCase();
  for (const section of document.querySelectorAll("section")) {
    const rows = [...section.querySelectorAll("tbody tr")];
    const head = [...section.querySelectorAll("h2, .name, .question")];
    const holds = (element) => element.textContent.toLowerCase().includes(wanted);
    const whole = head.some(holds);
    for (const row of rows) row.hidden = !whole && !holds(row);
    section.hidden = !whole && rows.every((row) => row.hidden);
  }
});
