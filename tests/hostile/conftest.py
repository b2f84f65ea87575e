"""The hostile clients meet one real installation, with its engine, and each test has a meeting of its own."""

from collections.abc import AsyncIterator, Iterator

import pytest

from prachum.ready import make_ready

make_ready()  # models can be imported only then

from tests.browser.sounding import Up  # noqa: E402
from tests.hostile.sitting import Sitting, sitting  # noqa: E402
from tests.ports import free_port  # noqa: E402


@pytest.fixture(scope="package")
def up() -> Iterator[Up]:
    started = Up(free_port())
    yield started
    started.end()


@pytest.fixture
async def there(up: Up) -> AsyncIterator[Sitting]:
    async with sitting(up) as held:
        yield held
