"""A person's own folder adds to the handbook and replaces parts of it; and only what is asked for is read."""

from pathlib import Path

import pytest

from evidence_desk.errors import InputError
from evidence_desk.handbook import Handbook, load_handbook
from evidence_desk.resources import resource_folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "playbooks").mkdir(parents=True)
    (folder / "platforms").mkdir()
    return folder


def opened(own: Path) -> Handbook:
    return load_handbook(resource_folder(), overrides=own)


def copy(name: str, own: Path, *, to: str, replacing: dict[str, str]) -> None:
    text = (resource_folder() / name).read_text("utf-8")
    for old, new in replacing.items():
        assert old in text
        text = text.replace(old, new)
    (own / to).write_text(text, "utf-8")


def test_a_playbook_of_the_same_id_replaces_ours(own: Path) -> None:
    change = {'name = "未收到货"': 'name = "没收到"'}
    copy("playbooks/not_received.toml", own, to="playbooks/not_received.toml", replacing=change)
    assert opened(own).playbook("not_received").name == "没收到"


def test_a_playbook_of_a_new_id_is_added(own: Path) -> None:
    change = {'id = "not_received"': 'id = "my_type"'}
    copy("playbooks/not_received.toml", own, to="playbooks/my_type.toml", replacing=change)
    book = opened(own)
    assert {"my_type", "not_received"} <= set(book.playbook_ids())
    assert book.playbook("my_type").id == "my_type"


def test_a_platform_is_added_with_its_channels(own: Path) -> None:
    change = {'id = "weidian"': 'id = "myshop"'}
    copy("platforms/weidian.toml", own, to="platforms/myshop.toml", replacing=change)
    book = opened(own)
    assert book.channel("myshop")[0].id == "myshop"
    assert "myshop" in book.vocabulary().channels


def test_facts_kinds_and_tone_rules_are_added_and_replaced_by_id(own: Path) -> None:
    (own / "facts.toml").write_text(
        '[[fact]]\nkey = "batch_no"\nname = "批次"\nname_en = "Batch"\n'
        '[[fact]]\nkey = "sku"\nname = "款号"\nname_en = "Style"\n',
        "utf-8",
    )
    (own / "evidence_kinds.toml").write_text(
        '[[kind]]\nid = "batch_photo"\nname = "批次照"\nname_en = "Batch photo"\nshows = "批次"\nrejected = "模糊"\n'
        'fields = [{ key = "batch_no", name = "批次", name_en = "Batch" }]\n',
        "utf-8",
    )
    (own / "wording.toml").write_text(
        '[[tone]]\nid = "insult"\npattern = "笨蛋"\nwhy = "骂人"\n'
        '[[tone]]\nid = "own"\npattern = "亲亲"\nwhy = "随便"\n',
        "utf-8",
    )
    book, ours = opened(own), load_handbook(resource_folder())
    assert (book.fact_keys["batch_no"].name, book.fact_keys["sku"].name) == ("批次", "款号")
    assert len(book.fact_keys) == len(ours.fact_keys) + 1
    assert "batch_photo" in book.kinds
    rules = {rule.id: rule.pattern for rule in book.tone_rules}
    assert (rules["insult"], rules["own"]) == ("笨蛋", "亲亲")
    assert book.preferred_phrases == ours.preferred_phrases


def test_a_fault_in_the_own_folder_is_named(own: Path) -> None:
    (own / "playbooks" / "not_received.toml").write_text('id = "not_received"\n', "utf-8")
    with pytest.raises(InputError) as caught:
        opened(own).playbook("not_received")
    assert {problem.file for problem in caught.value.problems} == {"playbooks/not_received.toml"}
    assert "positions" in {problem.key for problem in caught.value.problems}


def test_an_own_folder_need_not_exist(tmp_path: Path) -> None:
    book = load_handbook(resource_folder(), overrides=tmp_path / "none")
    assert book.playbook_ids() == load_handbook(resource_folder()).playbook_ids()


def test_a_case_reads_only_what_it_needs(copied: Path) -> None:
    for path in [*(copied / "playbooks").iterdir(), *(copied / "platforms").iterdir()]:
        if path.name not in ("not_received.toml", "taobao.toml"):
            path.write_text("broken", "utf-8")
    book = load_handbook(copied)
    assert book.playbook("not_received").position(None).id == "signed_by_buyer"
    assert "taobao_refund_api" in book.vocabulary().channels
    assert book.channel("taobao_refund_api")[0].id == "taobao"
    with pytest.raises(InputError):
        book.check_everything()


@pytest.mark.parametrize("id", ["ebay", "taobao_", "taobao_nothing", "", "../facts"])
def test_an_unknown_channel_is_refused_with_the_known_ones(book: Handbook, id: str) -> None:
    with pytest.raises(InputError) as caught:
        book.channel(id)
    assert "taobao_refund_api" in caught.value.problems[0].hint.en
    assert id not in book.vocabulary().channels


def test_the_vocabulary_knows_positions_and_added_facts(book: Handbook) -> None:
    vocabulary = book.vocabulary()
    assert "signed_by_buyer" in (vocabulary.positions_of("not_received") or ())
    assert vocabulary.positions_of("nothing") is None
    added = {fact.key for fact in book.playbook("not_received").extra_facts}
    assert added <= set(vocabulary.facts_of("not_received"))
    assert not added & set(vocabulary.facts_of("nothing"))


def test_a_folder_named_like_a_file_is_no_playbook(own: Path) -> None:
    (own / "playbooks" / "odd.toml").mkdir()
    with pytest.raises(InputError):
        opened(own).playbook("odd")
