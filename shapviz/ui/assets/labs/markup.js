// Pieces that the pages of all labs consist of. They are constant: whatever varies is filled in as text.

export const picker = (part, label) => `
<details class="lab-picker" data-part="${part}">
  <summary>${label}</summary>
  <div>
    <input type="search" placeholder="Search by name, order or data" aria-label="Search runs">
    <ul></ul>
    <p hidden>No other run fits.</p>
  </div>
</details>`;

/** The numbers of a chart, beneath it. */
export const twin = (part, label) => `
<details class="lab-twin" open>
  <summary>${label}</summary>
  <div class="lab-scroll" tabindex="0" role="region" aria-label="${label}"><table data-part="${part}"></table></div>
</details>`;

export const chart = (name) => `
<section class="lab-card" data-card="${name}">
  <header>
    <h2 data-say="${name}_title"></h2>
    <p class="stage-sub" data-say="${name}_told"></p>
    <details class="stage-more" data-more="${name}"></details>
  </header>
  <div class="stage-chart" data-part="${name}" role="img" aria-label="Being measured"></div>
  ${twin(`${name}-twin`, "Numbers")}
</section>`;

export const TROUBLE = `
<div class="lab-trouble" role="alert" data-part="trouble" hidden><p></p><button type="button" class="stage-small">Try again</button></div>`;

export const DIALOG = `
<dialog class="lab-dialog" aria-labelledby="lab-dialog-title">
  <form method="dialog"><h2 id="lab-dialog-title"></h2><button type="submit" class="stage-button">Close</button></form>
  <div></div>
</dialog>`;
