"""The moderation desk in Chromium: no axe violation, and keys that move the cursor only where they are switched on."""

import pytest

from submissions import claiming
from submissions.desk_models import DeskKeys
from tests.browser.accessibility import AXE
from tests.browser.conftest import PORTAL
from tests.factories.desk import drafted, prepare_desk
from tests.factories.organisations import make_organisation
from tests.factories.staff import signed_in

pytestmark = pytest.mark.django_db
RUN_AXE = "axe.run('main', {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"


@pytest.fixture
def desk():
    """The queue, a message that somebody has taken, and two entries side by side; as a moderator fetches them."""
    moderator, _colleague = prepare_desk()
    DeskKeys.objects.create(user=moderator)
    organisation = make_organisation("Blue Sky Family", website="https://blue-sky.example/")
    sent = drafted("organisation")
    problem = drafted("problem")
    claiming.claim(problem.submission_id, moderator)
    addresses = [
        "/admin/moderation/",
        f"/admin/moderation/{problem.submission_id}/",
        f"/admin/moderation/{sent.submission_id}/",
        f"/admin/moderation/{sent.submission_id}/compare/organisations.organisation/{organisation.pk}/",
    ]
    client = signed_in(moderator)
    pages = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        pages[address] = (200, response.content, {"Content-Type": "text/html; charset=utf-8"}, {})
    return pages


def test_desk_has_no_axe_violation(desk, browsing):
    with browsing(desk, viewport={"width": 1280, "height": 900}) as page:
        for address in desk:
            page.goto(PORTAL + address)
            page.add_script_tag(content=AXE)
            found = page.evaluate(f"{RUN_AXE}.then(r => r.violations.map(v => [v.id, v.nodes[0].html]))")

            assert found == [], address


def test_key_moves_the_cursor_and_decides_nothing(desk, browsing):
    _queue, problem, *_rest = desk
    with browsing(desk, viewport={"width": 1280, "height": 900}) as page:
        page.goto(PORTAL + problem)
        page.keyboard.press("a")
        assert page.evaluate("document.activeElement.name") == "approve"
        page.keyboard.press("d")
        assert page.evaluate("document.activeElement.textContent") == "Decline for good"
        page.keyboard.press("Enter")
        page.select_option("#reason", "spam")
        assert page.input_value("#reason-text").startswith("It is advertising")
        page.focus("#reason-text")
        page.keyboard.type(" a")
        assert page.evaluate("document.activeElement.id") == "reason-text", "Typing is never taken for a key."
        assert page.url == PORTAL + problem
