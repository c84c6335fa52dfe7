"""Label Studio's labelling page in Chromium: what it shows, and what an annotator does to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Route, sync_playwright

from server import PASSWORD, USER

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
LABEL = ".lsf-label"
SHIFT = "shift+"
SETTLES = 1500  # milliseconds after the image has been drawn


class Editor:
    """One page, logged in. Requests to other hosts are refused and count as errors."""

    def __init__(self, page: Page, url: str) -> None:
        self._page, self._url = page, url
        self.errors: list[str] = []
        page.route("**/*", lambda route: self._answer(route))
        page.on("console", lambda m: self._hear(m))
        page.on("pageerror", lambda error: self._note(str(error)))
        page.goto(f"{url}/user/login/")
        page.fill("input[name=email]", USER)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/user/login" not in address)

    def open(self, project: int, task: int) -> None:
        """The task as annotators meet it. Errors are counted anew, without late ones."""
        self._page.goto("about:blank")
        self._page.wait_for_timeout(200)
        self.errors.clear()
        self._page.goto(f"{self._url}/projects/{project}/data?labeling=1&task={task}")
        self._page.wait_for_selector(".konvajs-content canvas")
        self._page.wait_for_timeout(SETTLES)

    def instructions(self) -> str:
        """The text that covers the task when a project has instructions; it is closed."""
        title = self._page.get_by_text("Labeling Instructions", exact=True).first
        if not title.count():
            return ""
        told = self._page.get_by_text("Made by schemac from").first.inner_text()
        title.locator("xpath=following::button[1]").click()
        title.wait_for(state="hidden")
        return told

    def told_pictures(self) -> list[str]:
        """What the pictures of the instructions are of, of those that can be seen."""
        told = self._page.get_by_text("Made by schemac from").first
        pictures = told.locator("xpath=..").locator("img")
        script = "all => Promise.all(all.map(one => one.decode().then(() => one.alt, () => '')))"
        return [alt for alt in pictures.evaluate_all(script) if alt]

    def labels(self) -> list[str]:
        """The names of all labels, in document order."""
        script = """all => all.map(label => {
            const text = label.querySelector('.lsf-label__text');
            return text.querySelector('[title]')?.title ?? text.textContent;
        })"""
        return list(self._page.locator(LABEL).evaluate_all(script))

    def chosen(self) -> list[int]:
        """The places of the chosen labels, counted from 0."""
        script = """all => all.map((label, place) => [label, place])
            .filter(([label]) => label.classList.contains('lsf-label_selected'))
            .map(([, place]) => place)"""
        return list(self._page.locator(LABEL).evaluate_all(script))

    def press(self, key: str) -> None:
        """A key as a config writes it, such as `q` or `shift+q`."""
        self._page.keyboard.press(key.replace(SHIFT, "Shift+"))
        self._page.wait_for_timeout(30)

    def regions(self) -> int:
        """How many regions the panel counts: it draws those only that fit on the screen."""
        numbers = self._page.locator(".lsf-outliner-item__index").all_inner_texts()
        return max((int(number) for number in numbers if number.isdigit()), default=0)

    def click(self, x: float, y: float, size: tuple[int, int]) -> None:
        """A place of the image, in percent; `size` is that of the image in its own pixels."""
        self._page.mouse.click(*self._on_screen(x, y, size))
        self._page.wait_for_timeout(500)

    def drag(
        self, start: tuple[float, float], end: tuple[float, float], size: tuple[int, int]
    ) -> None:
        """From one place of the image to another, in percent."""
        mouse = self._page.mouse
        mouse.move(*self._on_screen(*start, size))
        mouse.down()
        mouse.move(*self._on_screen(*end, size), steps=6)
        mouse.up()
        self._page.wait_for_timeout(500)

    def top(self) -> float:
        """Where the image begins, in pixels from the top of the page."""
        box = self._page.locator(".konvajs-content").first.bounding_box()
        return box["y"] if box else -1.0

    def text(self) -> str:
        """What the strip says."""
        return " ".join(self._page.locator(".sk-text").inner_text().split())

    def ticked(self) -> list[str]:
        """The choices that are made."""
        boxes = self._page.locator(".lsf-choices input:checked")
        script = "all => all.map(box => box.closest('label').textContent.split('[')[0])"
        return list(boxes.evaluate_all(script))

    def list_of(self, place: int, choose: str) -> list[str]:
        """The entries of a drop-down list of the strip, one of which is chosen."""
        list_ = self._page.locator(".lsf-choices_layout_select button").nth(place)
        list_.click()
        unfolded = self._page.locator("[data-radix-popper-content-wrapper]")
        options = unfolded.get_by_test_id("choiceOptionText")
        options.first.wait_for()
        entries: list[str] = options.all_inner_texts()
        if choose in entries:
            options.get_by_text(choose, exact=True).click()
        self._page.locator("a", has_text="Projects").first.hover()
        self._page.mouse.down()  # outside it closes; Escape would deselect the region
        self._page.mouse.move(700, 20)
        self._page.mouse.up()
        options.first.wait_for(state="detached")
        return entries

    def drawings(self, stem: Path) -> None:
        """Screenshots of the drawings below the image, unfolded: `stem-1.png` and so on."""
        items = self._page.locator(".ant-collapse-item")
        for place in range(items.count()):
            items.nth(place).locator(".ant-collapse-header").click()
            items.nth(place).locator("svg[role=img]").wait_for()
            self._page.wait_for_timeout(500)
            items.nth(place).evaluate("item => item.scrollIntoView({block: 'center'})")
            items.nth(place).screenshot(path=stem.with_name(f"{stem.name}-{place + 1}.png"))

    def answer(self, value: str) -> None:
        """A choice of the strip, by its word."""
        self._page.locator(".lsf-choices label:visible", has_text=value).first.click()

    def select_first(self) -> None:
        """The region at the top of the panel, which is the one that has the others below it."""
        self._page.locator(".lsf-outliner-item__title").first.click()
        self._page.wait_for_timeout(300)

    def submit(self) -> None:
        """Send the annotation, and wait until the page has found that there is no other task."""
        with self._page.expect_response(lambda answer: "id=next_task" in answer.url):
            self._page.locator("button", has_text="Submit").first.click()

    def picture(self, path: Path) -> None:
        """A screenshot of the window."""
        self._page.screenshot(path=path)

    def _on_screen(self, x: float, y: float, size: tuple[int, int]) -> tuple[float, float]:
        """The image keeps its shape and stands in the upper left corner of its canvas."""
        box = self._page.locator(".konvajs-content").first.bounding_box()
        assert box, "there is no image"
        scale = min(box["width"] / size[0], box["height"] / size[1])
        return box["x"] + x / 100 * size[0] * scale, box["y"] + y / 100 * size[1] * scale

    def _answer(self, route: Route) -> None:
        address = route.request.url
        if address.startswith((self._url, "data:", "blob:")):
            route.continue_()
        else:
            self._note(f"asked for {address}")
            route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        # Label Studio asks for tips on its own product, and its server has none.
        if message.type == "error" and "/heidi-tips" not in str(message.location):
            self._note(f"{message.text} {message.location.get('url', '')}")

    def _note(self, error: str) -> None:
        self.errors.append(error[:200])


@contextmanager
def editor(url: str, browser: str) -> Iterator[Editor]:
    """A browser with an empty profile, of the size of a laptop's screen."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        try:
            yield Editor(started.new_page(viewport={"width": 1440, "height": 900}), url)
        finally:
            started.close()
