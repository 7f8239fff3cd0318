import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from app.errors import InputError
from app.models.catalog import ModelRow
from app.models.sources.progress import Progress
from app.models.store import State, Store

A, B, C, D = "hub:toy/a", "hub:toy/b", "hub:toy/c", "hub:toy/d"


class Toys:
    """Sources and loading of toys: a toy's memory is 40 but for `sizes`."""

    def __init__(self, **sizes: int) -> None:
        self.sizes = {f"hub:toy/{name}": size for name, size in sizes.items()}
        self.loads: list[str] = []
        self.gates: dict[tuple[str, str], threading.Event] = {}
        self.failures: dict[str, Exception] = {}

    def fetch(self, row: ModelRow, progress: Progress) -> Any:
        progress(row.id, 3, 4)
        if gate := self.gates.get(("fetch", row.id)):
            assert gate.wait(10)
        return row.id

    def load(self, row: ModelRow, folder: Any) -> Any:
        assert folder == row.id
        self.loads.append(row.id)
        if gate := self.gates.get(("load", row.id)):
            assert gate.wait(10)
        if row.id in self.failures:
            raise self.failures[row.id]
        return SimpleNamespace(id=row.id, memory=self.sizes.get(row.id, 40))

    def store(self, budget: int = 100, needed: Callable[..., int] | None = None) -> Store:
        return Store(
            budget,
            fetch=self.fetch,
            load=self.load,
            needed=needed or (lambda row, folder: self.sizes.get(row.id, 40)),
        )


def use(store: Store, *ids: str) -> None:
    for model_id in ids:
        with store.use(model_id) as loaded:
            assert loaded.id == model_id


def in_thread(store: Store, model_id: str, leave: threading.Event | None = None) -> Any:
    entered = threading.Event()
    problems: list[BaseException] = []

    def run() -> None:
        try:
            with store.use(model_id):
                entered.set()
                if leave:
                    assert leave.wait(10)
        except BaseException as error:
            problems.append(error)
            entered.set()

    thread = threading.Thread(target=run)
    thread.start()
    return SimpleNamespace(thread=thread, entered=entered, problems=problems)


def eventually(claim: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 10
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_model_is_loaded_once_and_kept() -> None:
    toys = Toys()
    store = toys.store()
    assert (store.loaded(), store.state(A)) == ((), State("absent"))
    use(store, A, A, B, A)
    assert toys.loads == [A, B]
    assert store.loaded() == (A, B) and store.state(A) == State("ready", 1.0)
    assert store.memory() == 80


def test_a_forgotten_model_is_read_anew_and_those_who_use_it_keep_theirs() -> None:
    toys = Toys()
    store = toys.store()
    with store.use(A) as former:
        store.forget(A)
        assert store.loaded() == ()
        with store.use(A) as latter:
            assert latter is not former and former.memory == 40
    assert toys.loads == [A, A] and store.loaded() == (A,)
    store.forget("hub:toy/never-seen")


def test_the_least_recently_used_leaves_first() -> None:
    toys = Toys()
    store = toys.store()
    use(store, A, B, A, C)
    assert store.loaded() == (A, C)
    use(store, D)
    assert store.loaded() == (C, D)
    use(store, A)
    assert toys.loads == [A, B, C, D, A]


def test_as_many_leave_as_the_new_one_needs_and_no_more() -> None:
    store = Toys(a=10, b=20, c=30, d=60).store()
    use(store, A, B, C, D)
    assert store.loaded() == (C, D), "a and b make room for d; c may stay"
    store = Toys(a=50, b=50).store()
    use(store, A, B)
    assert store.loaded() == (A, B), "the budget itself may be filled"


def test_a_model_in_use_stays_although_it_is_the_oldest() -> None:
    store = Toys().store()
    with store.use(A) as held:
        use(store, B, C)
        assert store.loaded() == (A, C) and held.id == A


def test_over_budget_with_all_in_use_is_mended_when_one_leaves() -> None:
    store = Toys().store()
    with store.use(A):
        with store.use(B):
            with store.use(C):
                assert store.loaded() == (A, B, C) and store.memory() == 120
            assert store.loaded() == (A, B)
        assert store.loaded() == (A, B)


def test_a_model_used_twice_at_once_stays_until_both_left() -> None:
    store = Toys(a=60, b=60).store()
    with store.use(A):
        use(store, A)
        with store.use(B):
            assert store.loaded() == (A, B)
        assert store.loaded() == (A,)


def test_room_is_made_before_the_new_model_is_read() -> None:
    toys = Toys()
    store = toys.store()
    use(store, A, B)
    toys.gates["load", C] = threading.Event()
    other = in_thread(store, C)
    eventually(lambda: C in toys.loads)
    assert store.loaded() == (B,) and store.memory() == 80
    toys.gates["load", C].set()
    other.thread.join()


@pytest.mark.parametrize("known_before", [True, False])
def test_a_model_beyond_the_budget_is_refused(known_before: bool) -> None:
    toys = Toys(a=101)
    store = toys.store(needed=None if known_before else lambda row, folder: 0)
    use(store, B)
    with pytest.raises(InputError, match="PLAYGROUND_MODEL_MEMORY"):
        use(store, A)
    assert toys.loads == ([B] if known_before else [B, A])
    assert (store.loaded(), store.memory(), store.state(A)) == ((B,), 40, State("absent"))


def test_threads_that_ask_at_once_share_one_load() -> None:
    toys = Toys()
    store = toys.store()
    gate = toys.gates["load", A] = threading.Event()
    others = [in_thread(store, A) for _ in range(8)]
    eventually(lambda: toys.loads)
    assert not any(other.entered.is_set() for other in others)
    gate.set()
    for other in others:
        other.thread.join()
        assert other.problems == [] and other.entered.is_set()
    assert toys.loads == [A]


def test_different_models_load_side_by_side() -> None:
    toys = Toys()
    store = toys.store()
    gate = toys.gates["load", A] = threading.Event()
    slow = in_thread(store, A)
    eventually(lambda: toys.loads)
    use(store, B)
    assert store.loaded() == (B,) and store.state(A).phase == "loading"
    gate.set()
    slow.thread.join()
    assert store.loaded() == (A, B)


def test_the_page_can_follow_a_model_on_its_way() -> None:
    toys = Toys()
    store = toys.store()
    toys.gates["fetch", A], toys.gates["load", A] = threading.Event(), threading.Event()
    other = in_thread(store, A)
    eventually(lambda: store.state(A).fraction)
    assert store.state(A) == State("fetching", 0.75)
    toys.gates["fetch", A].set()
    eventually(lambda: store.state(A).phase == "loading")
    assert store.loaded() == ()
    toys.gates["load", A].set()
    other.thread.join()
    assert store.state(A).phase == "ready"


def test_a_failed_load_reaches_all_who_wait_and_leaves_nothing() -> None:
    toys = Toys()
    store = toys.store()
    gate = toys.gates["load", A] = threading.Event()
    toys.failures[A] = InputError("torn")
    others = [in_thread(store, A) for _ in range(3)]
    eventually(lambda: toys.loads)
    gate.set()
    for other in others:
        other.thread.join()
        assert [str(problem) for problem in other.problems] == ["torn"]
    assert (store.loaded(), store.memory(), store.state(A)) == ((), 0, State("absent"))
    del toys.failures[A]
    use(store, A)
    assert store.loaded() == (A,)


def test_an_error_of_the_user_leaves_the_model_in_place() -> None:
    store = Toys().store()
    with pytest.raises(ZeroDivisionError), store.use(A):
        raise ZeroDivisionError
    use(store, B, C)
    assert store.loaded() == (B, C), "it counts as left"


def test_an_unknown_id_is_an_input_error() -> None:
    store = Toys().store()
    with pytest.raises(InputError, match="smollm2-135m"):
        use(store, "no-such-model")
    assert store.state("no-such-model") == State("absent")


def test_many_threads_never_see_a_model_leave_under_them() -> None:
    toys = Toys()
    store = toys.store()
    problems: list[BaseException] = []

    def run(seed: int) -> None:
        try:
            for step in range(4):
                model_id = (A, B, C, D)[(seed * 7 + step * (seed + 1)) % 4]
                with store.use(model_id) as loaded:
                    assert loaded.id == model_id and model_id in store.loaded()
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=run, args=(seed,)) for seed in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert store.memory() <= 100
