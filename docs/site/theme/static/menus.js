// The theme opens its menus by labels, which a keyboard cannot reach: make them buttons.
for (const [box, kind] of [["__navigation", ".nav-overlay-icon"], ["__toc", ".toc-overlay-icon"]]) {
  const input = document.getElementById(box);
  const labels = [...document.querySelectorAll(`label${kind}`)];
  if (!input) continue;
  const say = () => labels.forEach((label) => label.setAttribute("aria-expanded", String(input.checked)));
  for (const label of labels) {
    label.tabIndex = 0;
    label.setAttribute("role", "button");
    label.setAttribute("aria-label", input.getAttribute("aria-label"));
    label.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      label.click();
    });
  }
  input.addEventListener("change", say);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !input.checked) return;
    input.click();
    labels.find((label) => label.offsetParent)?.focus();
  });
  say();
}
