"""The allocation of keys: nobody's key twice, no tool's key ever, wishes first."""

from hypothesis import given
from hypothesis import strategies as st

from schemac.hotkeys import FREE_KEYS, SHIFTED_KEYS, allocate, placing_tiers
from schemac.model import Instance, Keypoint, Region, Skeleton, Subject, Tier, TierSet, Words

TOOL_KEYS = {*"vhrkpoemwbu", "shift+1", "shift+2", "shift+r"}


def point(index, id, **more):
    side = next((s for s in ("left", "right") if id.startswith(f"{s}_")), None)
    fields = {"kind": "surface", "side": side} | more
    stem = id.removeprefix(f"{side}_")
    return Keypoint(id=id, stem=stem, index=index, name=id, words=Words(title=id), **fields)


def tier(id, code, coordinates="required", hotkey=None):
    return Tier(
        id=id, code=code, title=id, definition=id, situations=("seen",), coordinates=coordinates,
        evaluated=True, coco=2, cvat="visible", hotkey=hotkey,
    )  # fmt: skip


def skeleton(points, tiers=(), regions=()):
    return Skeleton(
        id="demo/x", version="1.0.0", title="X", subject=Subject(laterality="subject"),
        keypoints=tuple(points), regions=tuple(regions), instance=Instance(one="One."),
        visibility=TierSet(id="visibility/x", version="1.0.0", title="X", tiers=tuple(tiers)),
    )  # fmt: skip


VISIBLE, OCCLUDED = tier("visible", 2), tier("occluded", 1)
ABSENT = tier("absent", 0, coordinates="forbidden")


def pairs(count, region=None, start=0):
    for n in range(count):
        for side in ("left", "right"):
            yield point(start, f"{side}_{region or 'p'}_{n}", region=region)
            start += 1


def test_keys_follow_the_indices_and_tiers_get_neighbours():
    keys = allocate(skeleton(pairs(8), (VISIBLE, OCCLUDED, ABSENT)))
    assert list(keys.keypoints.values()) == list("12345678qasdfzxc")
    assert keys.tiers == {"visible": "9", "occluded": "0"}
    assert keys.box == "i"
    assert keys.without == ()


def test_a_tier_without_coordinates_has_no_key():
    assert placing_tiers(skeleton((), (VISIBLE, ABSENT))) == (VISIBLE,)
    assert placing_tiers(skeleton(())) == ()


def test_wishes_are_granted_tiers_before_keypoints():
    points = [point(0, "a", hotkey="S"), point(1, "b", hotkey="g"), point(2, "c", hotkey="v")]
    keys = allocate(skeleton(points, (tier("visible", 2, hotkey="s"),)))
    assert keys.tiers == {"visible": "s"}
    assert keys.keypoints == {"a": "1", "b": "g", "c": "2"}


def test_the_box_takes_another_key_when_its_own_was_wished_for():
    keys = allocate(skeleton([point(0, "a", hotkey="i")]))
    assert keys.keypoints == {"a": "i"}
    assert keys.box == "l"


def test_what_is_computed_needs_no_key():
    keys = allocate(skeleton([point(0, "a"), point(1, "mid", kind="constructed"), point(2, "b")]))
    assert keys.keypoints == {"a": "1", "b": "2"}
    assert keys.without == ()


def test_shift_comes_when_the_plain_keys_are_gone():
    keys = allocate(skeleton((point(n, f"p{n}") for n in range(30)), (VISIBLE,)))
    plain, shifted = list(keys.keypoints.values())[:23], list(keys.keypoints.values())[23:]
    assert all(len(key) == 1 for key in (*plain, *keys.tiers.values(), keys.box or ""))
    assert tuple(shifted) == SHIFTED_KEYS[:7]


def test_the_first_regions_get_keys_and_pairs_are_never_split():
    points = [*pairs(25, "hand"), *pairs(8, "body", start=50)]
    regions = (Region(id="body", title="Body"), Region(id="hand", title="Hand"))
    keys = allocate(skeleton(points, (VISIBLE, OCCLUDED), regions))
    assert [id for id in keys.keypoints if "body" in id] == [p.id for p in points[50:]]
    assert [id for id in keys.keypoints if "hand" in id] == [p.id for p in points[:38]]
    assert keys.without == tuple(p.id for p in points[38:50])


def test_wishes_for_every_key_leave_shift_to_the_others():
    points = [point(i, f"p{i}", hotkey=key) for i, key in enumerate(FREE_KEYS)]
    keys = allocate(skeleton([*points, point(len(points), "last")], (VISIBLE,)))
    assert (keys.box, keys.tiers, keys.without) == (None, {}, ())
    assert keys.keypoints["last"] == SHIFTED_KEYS[0]


wishes = st.one_of(st.none(), st.sampled_from([*FREE_KEYS, "v", "K", "%"]))


@given(st.lists(wishes, max_size=90), st.lists(wishes, max_size=6))
def test_every_key_is_given_once_and_none_is_a_tool(points, tiers):
    made = skeleton(
        [point(i, f"p{i}", hotkey=key) for i, key in enumerate(points)],
        [tier(f"t{i}", i, hotkey=key) for i, key in enumerate(tiers)],
    )
    keys = allocate(made)
    given_keys = [*keys.keypoints.values(), *keys.tiers.values(), *([keys.box] if keys.box else [])]
    assert len(given_keys) == len(set(given_keys)) <= len(FREE_KEYS) + len(SHIFTED_KEYS)
    assert not TOOL_KEYS & set(given_keys)
    assert sorted([*keys.keypoints, *keys.without]) == sorted(p.id for p in made.keypoints)
    assert not keys.without or len(given_keys) == len(FREE_KEYS) + len(SHIFTED_KEYS)
    assert allocate(made) == keys
