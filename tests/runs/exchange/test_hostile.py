"""Files that somebody made to do harm, or that the way has damaged: refused in words, and nothing has changed."""

import io
import json
import pickle
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shapviz.data import catalog
from shapviz.errors import ShapvizError, StoreError
from shapviz.runs import attributed as run_attributed
from shapviz.runs import exchange
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.attribution import Attribution, Question
from shapviz.runs.exchange import archive
from shapviz.runs.exchange.archive import MANIFEST, RECORDS, RUN, Archive, ArchiveError, Manifest
from shapviz.ui.labs.runs import players
from tests.runs.exchange.cases import CHECKPOINT, Place, exported, forged, members_of, trained
from tests.runs.given import attribution
from tests.runs.swept import PLAYERS

Make = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def parcel(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A run's archive, as it should be."""
    place = Place.at(tmp_path_factory.mktemp("elsewhere"))
    data = exported(place, trained(place))
    place.store.close()
    return data


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place with a run in it, which is to stay as it is."""
    place = Place.at(tmp_path_factory.mktemp("home"))
    trained(place, "rapid-reef")
    yield place
    place.store.close()


def refused(home: Place, data: bytes) -> str:
    """Return why the file is refused, having made sure that it is, and that nothing has changed."""
    before = home.everything()
    with pytest.raises(ArchiveError) as caught:
        exchange.take_in(home.store, home.artifacts, io.BytesIO(data), catalog.info)
    assert home.everything() == before
    assert caught.value.remedy
    return caught.value.problem


def with_member(data: bytes, member: str | zipfile.ZipInfo, content: bytes = b"x", how: int = 8) -> bytes:
    """Return the archive with one more member, which its manifest does not know."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as opened:
        opened.writestr(member, content, how)
    return file.getvalue()


def with_manifest(data: bytes, manifest: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        for name, content in {MANIFEST: manifest, **members_of(data)}.items():
            opened.writestr(name, content)
    return file.getvalue()


def patched(data: bytes, name: str, offset: int, value: bytes) -> bytes:
    """Return the archive with bytes of a member's entry in the central directory overwritten."""
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    return data[: entry + offset] + value + data[entry + offset + len(value) :]


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"<html>", b"PK\x05\x06" + bytes(18), b"\0" * 5000], ids=["none", "PK", "html", "empty", "0"]
)
def test_what_is_no_archive(home: Place, data: bytes) -> None:
    assert "no ZIP archive" in (told := refused(home, data)) or "has no manifest.json" in told


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_half_a_file(home: Place, parcel: bytes, part: float) -> None:
    assert "no ZIP archive that can be read, or a part of it is missing" in refused(
        home, parcel[: int(part * len(parcel))]
    )


def test_a_newer_format_says_which_version_made_it(home: Place, parcel: bytes) -> None:
    newer = {"format": "shapviz-run", "version": 2, "shapviz": "3.1.0", "members": [], "signature": "?"}
    told = refused(home, with_manifest(parcel, json.dumps(newer).encode()))
    assert told.startswith("The archive was made by shapviz 3.1.0 and has format 2")


@pytest.mark.parametrize(
    "name",
    [
        *("../../evil.safetensors", "/etc/cron.d/evil", "C:\\evil.exe", "..\\evil", "artifacts/../../x.safetensors"),
        *("artifacts/", "artifacts/sub/x.safetensors", "artifacts/.hidden.safetensors", "artifacts/x.safetensors.part"),
        *("payload.pkl", "artifacts/model.pkl", "artifacts/table.npy", "Manifest.json", "run.json ", "a" * 300),
        *("artifacts/" + "x" * 200 + ".safetensors", "artifacts/\u202excod.safetensors", "artifacts\\x.safetensors"),
    ],
)
def test_members_that_no_run_has(home: Place, parcel: bytes, name: str) -> None:
    assert "which no run's archive does" in refused(home, with_member(parcel, name))


def test_a_name_that_the_library_would_cut(home: Place, parcel: bytes) -> None:
    longer = with_member(parcel, "run.jsonX../evil")
    assert "which no run's archive does" in refused(home, longer.replace(b"run.jsonX../evil", b"run.json\0../evil"))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFBLK])
def test_members_that_are_no_files(home: Place, parcel: bytes, kind: int) -> None:
    member = zipfile.ZipInfo("artifacts/link.safetensors")
    member.external_attr = (kind | 0o777) << 16
    assert "is a link or something else" in refused(home, with_member(parcel, member, b"/etc/passwd"))


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions(home: Place, parcel: bytes, how: int) -> None:
    assert "compressed in a way" in refused(home, with_member(parcel, "artifacts/x.safetensors", how=how))


def test_an_unknown_compression(home: Place, parcel: bytes) -> None:
    assert "compressed in a way" in refused(home, patched(parcel, RUN, 10, struct.pack("<H", 99)))


def test_an_encrypted_member(home: Place, parcel: bytes) -> None:
    assert "is encrypted" in refused(home, patched(parcel, RUN, 8, struct.pack("<H", 1)))


def test_a_bomb_that_says_so(home: Place, parcel: bytes) -> None:
    assert "times its size" in refused(home, with_member(parcel, "artifacts/x.safetensors", bytes(30 * 2**20)))


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_beyond_it(home: Place, parcel: bytes) -> None:
    name = "artifacts/x.safetensors"
    bomb = patched(with_member(parcel, name, bytes(30 * 2**20)), name, 24, struct.pack("<I", 1000))
    with zipfile.ZipFile(io.BytesIO(parcel)) as opened:
        manifest = Manifest.model_validate_json(opened.read(MANIFEST))
        archived = Archive(zipfile.ZipFile(io.BytesIO(bomb)), manifest)
    tracemalloc.start()
    with pytest.raises(ArchiveError, match="cannot be unpacked"):
        archived.read(name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2**20
    assert "differ in" in refused(home, bomb)


def test_more_than_any_run_has(home: Place, parcel: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    assert "an archive holds at most" in refused(home, parcel)
    monkeypatch.setattr(archive, "MOST_MEMBERS", 5)
    assert "It has 9 members, and a run at most 5" in refused(home, parcel)


def test_a_member_that_is_there_twice(home: Place, parcel: bytes) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = with_member(parcel, RUN, b"{}")
    assert "holds 'run.json' more than once" in refused(home, twice)


@pytest.mark.parametrize("missing", [RUN, RECORDS])
def test_a_part_that_is_missing(home: Place, parcel: bytes, missing: str) -> None:
    rest = {name: data for name, data in members_of(parcel).items() if name != missing}
    assert f"It has no {missing}" in refused(home, archive.pack(rest))


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{", b"\xff\xfe", b'{"format": "zip"}', b"[" * 100_000])
def test_a_manifest_that_is_none(home: Place, parcel: bytes, manifest: bytes) -> None:
    assert "Its manifest is not one of shapviz" in refused(home, with_manifest(parcel, manifest))


def test_contents_that_the_manifest_does_not_list(home: Place, parcel: bytes) -> None:
    added = with_member(parcel, "artifacts/x.safetensors")
    assert "differ in 'artifacts/x.safetensors'" in refused(home, added)


def test_contents_that_have_been_changed(home: Place, parcel: bytes) -> None:
    members = members_of(parcel)
    listed = zipfile.ZipFile(io.BytesIO(parcel)).read(MANIFEST)
    changed = members | {RUN: members[RUN].replace(b"calm-otter", b"calm-0tter")}
    assert "its checksum differs" in refused(home, with_manifest(archive.pack(changed), listed))


def object_array() -> bytes:
    file = io.BytesIO()
    np.save(file, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    return file.getvalue()


HUGE = struct.pack("<Q", 2**62) + b"{}"


@pytest.mark.parametrize(
    "content", [b"", pickle.dumps({"model": 1}), object_array(), HUGE, b"\2\0\0\0\0\0\0\0{}x"], ids=range(5)
)
def test_a_checkpoint_that_is_none(home: Place, parcel: bytes, content: bytes) -> None:
    members = members_of(parcel) | {"artifacts/epoch-0001.safetensors": content}
    assert "The checkpoint 'epoch-0001.safetensors' in the archive is none" in refused(home, archive.pack(members))


def setting(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.update(values)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"id": "../../../etc/passwd"}, "32 hexadecimal digits"),
        ({"id": "A" * 32}, "32 hexadecimal digits"),
        ({"name": "a\nb"}, "printable characters"),
        ({"name": "x" * 61}, "printable characters"),
        ({"note": "x" * 501}, "A note has at most"),
        ({"created_at": "2026-01-01T00:00:00"}, "made at no moment"),
        ({"created_at": "9999-12-31T23:59:59-12:00"}, "made at no moment"),
        ({"parent": "x", "parent_epoch": 1}, "its parent is none"),
        ({"parent": "0" * 32}, "its parent is none"),
        ({"parent": "0" * 32, "parent_epoch": 10**30}, "forked at epoch"),
        ({"version": "x" * 40}, "its version is none"),
        ({"epoch": 2}, "it has come to epoch 2, and its records to 3"),
        ({"error": {"problem": "x" * 3000, "remedy": ""}}, "error is longer"),
        ({"status": "levitating"}, "status: Input should be"),
        ({"admin": True}, "admin: Extra inputs"),
        ({"spec": {"schema_version": 2}}, "schema_version"),
        ({"spec": {"training": {"epochs": 2}}}, "it has 3 epochs and was to have 2"),
        ({"spec": {"dataset": {"modalities": ["hare", "owl"]}}}, "not about the modalities"),
    ],
)
def test_a_run_that_cannot_be(home: Place, parcel: bytes, values: dict[str, Any], found: str) -> None:
    assert found in refused(home, forged(parcel, run=setting(**values)))


def in_game(**values: Any) -> Callable[[list[Any]], None]:
    return lambda lines: lines[2]["valuation"].update(values)


def third(**values: Any) -> Callable[[list[Any]], None]:
    return lambda lines: lines[2].update(values)


def swept(**values: Any) -> Callable[[list[Any]], None]:
    return lambda lines: lines[-1].update(values)


def in_sweep(**values: Any) -> Callable[[list[Any]], None]:
    return lambda lines: lines[-1]["sweeps"][0].update(values)


def unswept(lines: list[Any]) -> None:
    """Leave nothing but clean inputs."""
    for sweep in lines[-1]["sweeps"]:
        sweep.update(severities=[0], measured=sweep["measured"][:1])


def otherwise_swept(lines: list[Any]) -> None:
    """Have one more corruption at other severities."""
    one = lines[-1]["sweeps"][0]
    lines[-1]["sweeps"].append(one | {"corruption": "mispairing", "severities": [0, 1, 2, 3, 4, 4.5]})


def in_measured(**values: Any) -> Callable[[list[Any]], None]:
    return lambda lines: lines[-1]["sweeps"][0]["measured"][5].update(values)


def attributed(**values: Any) -> Callable[[list[Any]], None]:
    return lambda lines: lines[-2].update(values)


def inside(*path: str | int, **values: Any) -> Callable[[list[Any]], None]:
    """Change what lies at this place of the record of attributions."""

    def change(lines: list[Any]) -> None:
        below = lines[-2]
        for key in path:
            below = below[key]
        below.update(values)

    return change


def interval(estimate: float, low: float, high: float) -> dict[str, float]:
    return {"estimate": estimate, "low": low, "high": high}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (swept(players=["hare", "hare", "fox"]), "modalities"),
        (swept(players=["hare", "fox"]), "different modalities"),
        (swept(players=[f"m{number}" for number in range(10**3)]), "different modalities"),
        (swept(samples=0), "do not add up"),
        (swept(draws=2), "do not add up"),
        (lambda lines: lines[-1]["sweeps"].append(lines[-1]["sweeps"][0]), "do not add up"),
        (lambda lines: lines[-1]["overall"].update(fall=interval(0.1, 0.2, 3.0)), "do not add up"),
        (in_sweep(modality="owl"), "do not add up"),
        (in_sweep(corruption="levitation"), "corruption"),
        (in_sweep(severities=[0, 1, 2, 4, 3, 5]), "do not add up"),
        (in_sweep(severities=[1, 2, 3, 4, 4.5, 5]), "do not add up"),
        (in_sweep(severities=[0, 1, 2, 3, 4, 500]), "do not add up"),
        (otherwise_swept, "do not add up"),
        (in_sweep(measured=[]), "do not add up"),
        (swept(sweeps=[]), "do not add up"),
        (unswept, "do not add up"),
        (in_measured(accuracy=[interval(0.5, 0.4, 0.6)] * 4), "do not add up"),
        (in_measured(accuracy=[interval(1.5, 0.4, 1.6)] * 8), "do not add up"),
        (in_measured(change=[interval(0.1, 0.4, 0.2)] * 8), "do not add up"),
        (in_measured(shapley=[]), "do not add up"),
        (in_measured(interactions=[[0.0]] * 3), "do not add up"),
        (in_measured(edm=interval(0.5, 0.4, 2.0)), "do not add up"),
        (in_measured(edm=interval(float("nan"), 0.4, 0.5)), "not finite"),
        (in_measured(right=["AAAA"]), "do not add up"),
        (lambda lines: lines.pop(1), "do not follow each other"),
        (lambda lines: lines.insert(0, lines[0]), "do not follow each other"),
        (lambda lines: lines.append(lines[-2]), "not those of its last epoch"),
        (lambda lines: lines.append({"kind": "progress", "epoch": 1, "fraction": 0.5}), "kind"),
        (lambda lines: lines.append([[[[]]]]), "records.jsonl"),
        (third(accuracy=[0.5]), "accuracies that are none"),
        (third(accuracy=[2.0] * 8), "accuracies that are none"),
        (third(accuracy=None), "accuracies that are none"),
        (third(seconds=1e300), "turns or times that are none"),
        (third(valid_loss=float("nan")), "not finite"),
        (third(train_loss=float("inf")), "not finite"),
        (in_game(worth=[0.5] * 7), "does not add up"),
        (in_game(samples=0), "does not add up"),
        (in_game(shapley=[]), "does not add up"),
        (in_game(interactions=[[0.0]] * 3), "does not add up"),
        (in_game(edm={"estimate": 1e308, "low": 0, "high": 1}), "does not add up"),
        (in_game(players=["hare", "hare", "fox"]), "modalities"),
        (in_game(players=["<img src=x onerror=alert(1)>", "fox", "tortoise"]), "modalities"),
    ],
)
def test_records_that_cannot_be(home: Place, parcel: bytes, change: Callable[[list[Any]], None], found: str) -> None:
    assert found in refused(home, forged(parcel, records=change))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (attributed(players=["hare", "owl", "fox"]), "different modalities"),
        (attributed(samples=0), "samples"),
        (attributed(samples=5), "do not add up"),
        (attributed(refused=[{"method": "exact", "problem": "No.", "remedy": "None."}]), "do not add up"),
        (attributed(refused=[{"method": "guess", "problem": "No.", "remedy": "None."}]), "attributions by guess"),
        (attributed(samples=10**9), "is about 1000000000 samples: expected at most"),
        (attributed(question={"target": "class:owl"}), "no class named 'owl'. Known: 0, 1"),
        (inside("refused", 0, problem="x" * 3000), "longer than any"),
        (inside("methods", 0, method="<script>"), "do not add up"),
        (inside("methods", 0, method="sampled"), "do not add up"),
        (inside("methods", 0, values=[]), "do not add up"),
        (inside("methods", 0, positive=[-1.0, 0.0, 0.0]), "do not add up"),
        (inside("methods", 0, shares=[interval(0.5, 0.4, 1.6)] * 3), "do not add up"),
        (inside("methods", 0, missing=interval(0, 1, -1)), "do not add up"),
        (inside("methods", 0, seconds=-1.0), "seconds"),
        (inside("methods", 0, worst=float("inf")), "not finite"),
        (inside("agreement", players=["hare", "fox"]), "do not add up"),
        (inside("agreement", methods=["exact", "guess"]), "do not add up"),
        (inside("agreement", "pairs", 0, methods=["exact", "exact"]), "do not add up"),
        (inside("agreement", "pairs", 0, rank=interval(-7, -8, -6)), "do not add up"),
        (inside("agreement", "worst", 0, row=10**40), "do not add up"),
        (inside("agreement", left_out={"guess": "why not"}), "do not add up"),
        (inside("sanity", rows=[-1]), "do not add up"),
        (inside("sanity", "findings", 0, method="guess"), "attributions by guess: expected some of exact, "),
        (inside("sanity", rows=[10**6]), "about row 1000000: expected rows from 0 to"),
        (inside("agreement", "worst", 0, row=10**6), "about row 1000000: expected rows from 0 to"),
        (inside("agreement", "pairs", 0, "worst", 0, row=10**6), "about row 1000000: expected rows from 0 to"),
        (inside("sanity", "findings", 0, reason="x" * 3000), "longer than any"),
        (inside("dials", 0, method="guess"), "attributions by guess"),
        (inside("dials", 0, "spent", 0, calls=99), "do not add up"),
        (inside("dials", 0, "spent", 0, coverage=2), "coverage"),
    ],
)
def test_attributions_that_cannot_be(
    home: Place, parcel: bytes, change: Callable[[list[Any]], None], found: str
) -> None:
    assert found in refused(home, forged(parcel, records=change))


def test_attributions_of_samples_are_those_of_the_run(home: Place, parcel: bytes, tmp_path: Path) -> None:
    elsewhere = ArtifactStore.open(str(tmp_path))

    def told(found: Attribution) -> str:
        run_attributed.write(elsewhere, "run", found)
        name = run_attributed.file(found.method)
        members = members_of(parcel) | {f"artifacts/{name}": elsewhere.read("run", name)}
        return refused(home, archive.pack(members))

    assert "answers another question" in told(attribution("exact", question=Question(payoff="logit")))
    assert "others than its modalities" in told(attribution("exact", names=("fox", "hare", "tortoise")))
    far = attribution("exact").model_copy(update={"rows": (0, 1, 2, 10**6)})
    assert "about row 1000000: expected rows from 0 to" in told(far)
    broken = archive.pack(members_of(parcel) | {"artifacts/attribution-exact.safetensors": CHECKPOINT})
    assert "'attribution-exact.safetensors' cannot be read: it holds no attribution" in refused(home, broken)


def test_corruptions_fit_the_modalities_and_modalities_the_dataset(home: Place, parcel: bytes) -> None:
    blurred = refused(home, forged(parcel, records=in_sweep(corruption="blur")))
    assert "'blur' does not fit 'fox', of the kind features: expected one of noise" in blurred
    elsewhere = {"dataset": {"name": "penguins"}}
    assert "expected bill, body, isotopes, context" in refused(home, forged(parcel, run=setting(spec=elsewhere)))


def test_everything_that_is_wrong_is_said_at_once_up_to_ten_things(home: Place, parcel: bytes) -> None:
    def change(lines: list[Any]) -> None:
        one = lines[-1]["sweeps"][0]
        names = ["blur", "contrast", "jpeg", "babble"]
        lines[-1]["sweeps"] = [one | {"corruption": name, "modality": who} for name in names for who in PLAYERS]
        lines[-2]["methods"][0]["method"] = "guess"

    told = refused(home, forged(parcel, run=setting(note="x" * 501), records=change))
    assert told.count("does not fit") == 10 - 3, "the note, the method, and an agreement on it"
    assert "A note has at most" in told
    assert "attributions by guess" in told
    assert told.endswith("and 5 more.")


def test_a_run_of_a_dataset_that_is_not_known_here_is_taken_in(parcel: bytes, tmp_path: Path) -> None:
    """It is kept, and no lab opens it."""
    place = Place.at(tmp_path)
    data = forged(parcel, run=setting(spec={"dataset": {"name": "owls"}}), records=in_sweep(corruption="blur"))
    exchange.take_in(place.store, place.artifacts, io.BytesIO(data), catalog.info)
    [run] = place.store.list()
    assert (run.spec.dataset.name, players(run.spec)) == ("owls", ())
    place.store.close()


@pytest.mark.parametrize("part", [RUN, RECORDS])
@pytest.mark.parametrize("content", [b"{", b"[" * 100_000, b"\xff\xfe\x00", b'{"a": "\\ud800"}', b"null"])
def test_parts_that_are_no_json(home: Place, parcel: bytes, part: str, content: bytes) -> None:
    assert part in refused(home, archive.pack(members_of(parcel) | {part: content}))


def test_a_failure_on_the_way_in_leaves_nothing_behind(
    home: Place, parcel: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = home.everything()

    def full(*_: object) -> None:
        raise StoreError("The disk is full.", remedy="Make room.")

    for step in ("write", "move_run"):
        with monkeypatch.context() as broken:
            broken.setattr(home.artifacts, step, full)
            with pytest.raises(StoreError):
                exchange.take_in(home.store, home.artifacts, io.BytesIO(parcel), catalog.info)
        assert home.everything() == before


def test_artifacts_of_a_run_of_another_store_are_not_touched(home: Place, parcel: bytes) -> None:
    run_id = json.loads(members_of(parcel)[RUN])["id"]
    home.artifacts.write(run_id, "epoch-0000.safetensors", b"another store's")
    before = home.everything()
    with pytest.raises(StoreError, match="of a run that is not in this store"):
        exchange.take_in(home.store, home.artifacts, io.BytesIO(parcel), catalog.info)
    assert home.everything() == before
    home.artifacts.delete_run(run_id)


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_anywhere_is_refused_or_does_not_matter(home: Place, parcel: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(parcel)), label="start")
    length = data.draw(st.integers(0, 40) | st.integers(0, len(parcel)), label="length")
    instead = data.draw(st.binary(max_size=40), label="instead")
    damaged = parcel[:start] + instead + parcel[start + length :]
    untouched_or_whole(home, damaged, parcel)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(st.text(max_size=3), deeper, max_size=2),
    max_leaves=5,
)


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_forger_writes_the_store_can_still_be_read(home: Place, parcel: bytes, data: st.DataObject) -> None:
    def change(document: Any) -> None:
        """Put something else in some place of the document."""
        while True:
            keys = list(document) if isinstance(document, dict) else range(len(document))
            key = data.draw(st.sampled_from(keys), label="key")
            below = document[key]
            if not (isinstance(below, dict | list) and below and data.draw(st.booleans(), label="deeper")):
                document[key] = data.draw(JSON | st.sampled_from([10**40, 1e308, -1, "\0"]), label="instead")
                return
            document = below

    untouched_or_whole(home, forged(parcel, **{data.draw(st.sampled_from(["run", "records"])): change}), None)


def untouched_or_whole(home: Place, data: bytes, original: bytes | None) -> None:
    """Make sure that the file was refused without a trace, or taken in so that all of it can be read."""
    before = home.everything()
    try:
        arrived = exchange.take_in(home.store, home.artifacts, io.BytesIO(data), catalog.info)
    except ShapvizError:
        assert home.everything() == before
        return
    home.everything()
    if original is not None:
        assert members_of(exported(home, arrived.run))[RECORDS] == members_of(original)[RECORDS]
    home.store.delete(arrived.run.id)
    home.store.purge(home.artifacts, older_than=timedelta(0))
    assert home.everything() == before
