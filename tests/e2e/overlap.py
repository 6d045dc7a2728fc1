"""What eyes miss on a page: text over text in a chart, text cut off, a page that scrolls sideways."""

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as Never

_FIND = """() => {
  const found = [], box = element => element.getBoundingClientRect();
  const shown = r => r.width > 1 && r.height > 1;
  for (const [place, plot] of document.querySelectorAll('.js-plotly-plot').entries()) {
    const frame = box(plot);
    const texts = [...plot.querySelectorAll('text')].map(t => ({ text: t.textContent.trim(), r: box(t) }))
      .filter(({ text, r }) => text && shown(r));
    for (const { text, r } of texts)
      if (r.left < frame.left - 1 || r.right > frame.right + 1 || r.top < frame.top - 1 || r.bottom > frame.bottom + 1)
        found.push(`chart ${place}: '${text}' reaches beyond the chart`);
    texts.forEach((one, i) => texts.slice(i + 1).forEach(other => {
      const across = Math.min(one.r.right, other.r.right) - Math.max(one.r.left, other.r.left);
      const down = Math.min(one.r.bottom, other.r.bottom) - Math.max(one.r.top, other.r.top);
      if (across > 1 && down > 4) found.push(`chart ${place}: '${one.text}' stands on '${other.text}'`);
    }));
  }
  const tags = 'h1, h2, h3, p, b, span, small, button, a, label, summary';
  for (const element of document.querySelectorAll(`.stApp :is(${tags})`)) {
    const hidden = getComputedStyle(element).overflowX !== 'visible';
    if (hidden && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 2)
      found.push(`cut off: '${element.textContent.trim().slice(0, 60)}'`);
  }
  const main = document.querySelector('[data-testid=stMain]');
  for (const element of [main, document.documentElement])
    if (element.scrollWidth > element.clientWidth + 1)
      found.push(`scrolls sideways: ${element.scrollWidth} px in ${element.clientWidth}`);
  return found;
}"""


_SETTLE = 5_000  # ms that a chart may take to fit itself into a new window


def faults(page: Page) -> list[str]:
    """Return a sentence for each fault that the page still has once it has come to rest.

    HTML over HTML is not looked at.
    """
    try:
        page.wait_for_function(f"({_FIND})().length === 0", timeout=_SETTLE)
    except Never:
        return list(page.evaluate(_FIND))
    return []
