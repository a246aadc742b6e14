"""One panel of the page with the verbs of a person."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect


class Panel:
    """A phone or a group on the page, found by its heading."""

    def __init__(self, page: Page, index: int) -> None:
        self.page = page
        self.root: Locator = page.locator("[data-testid^=panel-]").nth(index)

    async def writes(self, text: str) -> None:
        """Type and send."""
        await self.root.get_by_test_id("composer").fill(text)
        await self.root.get_by_test_id("send").click()

    async def presses(self, label: str) -> None:
        """Tap the newest button of that label."""
        await self.root.locator(f'[data-testid=button][data-label="{label}"]').last.click()

    async def hears(self, text: str) -> Locator:
        """A message with those words, waited for."""
        message = self.root.get_by_test_id("message").filter(has_text=text).last
        await expect(message).to_be_visible(timeout=15_000)
        return message

    async def replies(self, to: str, text: str) -> None:
        """Answer the newest message that holds `to`."""
        message = await self.hears(to)
        await message.hover()
        await message.get_by_test_id("reply").click()
        await self.writes(text)
