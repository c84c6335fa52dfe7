from itertools import pairwise

import pytest

from conftest import SPECS
from schemac.colours import INSTANCE_COLOUR, contrast, label_colours
from schemac.model import Keypoint, Skeleton, Subject, Words


def keypoint(index, stem, side=None, region=None):
    id = f"{side}_{stem}" if side else stem
    words = Words(title=id)
    return Keypoint(
        id=id,
        stem=stem,
        index=index,
        name=id,
        kind="surface",
        words=words,
        side=side,
        region=region,
    )


def skeleton_of(*points):
    subject = Subject(laterality="subject", category="person")
    return Skeleton(id="demo/x", version="1.0.0", title="X", subject=subject, keypoints=points)


def pairs(count):
    both = [(stem, side) for stem in range(count) for side in ("left", "right")]
    return skeleton_of(*(keypoint(i, f"p{stem}", side) for i, (stem, side) in enumerate(both)))


def channels(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def test_contrast_is_the_published_ratio():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777") == pytest.approx(4.48, abs=0.005)
    assert contrast("#123456", "#abcdef") == contrast("#abcdef", "#123456")


def test_left_is_orange_and_right_is_blue():
    for id, colour in label_colours(pairs(60)).items():
        red, green, blue = channels(colour)
        assert (red > green > blue) if id.startswith("left") else (blue > green > red)


def test_midline_is_nearly_grey():
    for colour in label_colours(
        skeleton_of(*(keypoint(i, f"m{i}") for i in range(20)), keypoint(20, "eye", "left"))
    ).values():
        if colour != label_colours(pairs(1))["left_p0"]:
            assert max(channels(colour)) - min(channels(colour)) < 48


def test_every_colour_is_readable_on_white_and_never_like_red():
    for colour in (INSTANCE_COLOUR, *label_colours(pairs(200)).values()):
        red, green, _ = channels(colour)
        assert contrast(colour) >= 3
        assert red < 3 * green  # red itself has no green


def test_partners_share_their_shade():
    colours = label_colours(pairs(20))
    for stem in range(20):
        left, right = contrast(colours[f"left_p{stem}"]), contrast(colours[f"right_p{stem}"])
        assert max(left, right) / min(left, right) < 1.3


def test_neighbours_in_order_differ_in_shade():
    lefts = [c for id, c in label_colours(pairs(40)).items() if id.startswith("left")]
    assert all(contrast(one, other) > 1.25 for one, other in pairwise(lefts))


def test_a_new_keypoint_leaves_the_colours_of_the_others():
    small, large = label_colours(pairs(10)), label_colours(pairs(11))
    assert dict(small).items() <= dict(large).items()


def test_without_sides_the_hue_tells_regions_apart():
    hand = skeleton_of(*(keypoint(i, f"p{i}", region=f"r{i // 4}") for i in range(20)))
    colours = list(label_colours(hand).values())
    assert len(set(colours)) == 20
    assert len({channels(c).index(max(channels(c))) for c in colours[::4]}) > 1


@pytest.mark.parametrize("spec", SPECS)
def test_every_keypoint_of_the_library_has_a_colour_of_its_own(skeleton, spec):
    loaded = skeleton(spec)
    colours = label_colours(loaded)
    assert list(colours) == [point.id for point in loaded.keypoints]
    assert len(set(colours.values())) == len(colours)
