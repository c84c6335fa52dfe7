"""Label Studio's own SDK reads the configs, and agrees about labels, tasks and predictions."""

import pytest
from label_studio_sdk.label_interface import LabelInterface

from conftest import SPECS
from schemac.format import Settings
from schemac.formats.label_studio import FORMAT


def interface(made, stores="id"):
    settings = Settings(options={"stores": stores})
    read = LabelInterface(FORMAT.emit(made, settings).artifacts[0].content.decode())
    read.validate()
    return read


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("stores", ["id", "name"])
def test_labels_stand_in_the_order_of_the_spec(spec, stores, skeleton):
    made = skeleton(spec)
    points = interface(made, stores).get_control("kp")
    assert list(points.labels) == [getattr(p, stores) for p in made.keypoints]
    indices = [points.labels_attrs[label].attr["model_index"] for label in points.labels]
    assert indices == [str(p.index) for p in made.keypoints]


@pytest.mark.parametrize("spec", SPECS)
def test_tiers_with_a_place_are_the_choices(spec, skeleton):
    made = skeleton(spec)
    tiers = [t.id for t in made.visibility.tiers if t.coordinates != "forbidden"]
    assert list(interface(made).get_control("visibility").labels) == tiers


@pytest.mark.parametrize("spec", SPECS)
def test_sample_tasks_and_predictions_are_valid(spec, skeleton):
    read = interface(skeleton(spec))
    assert set(read.generate_sample_task()) == {"image"}
    assert read.validate_prediction(read.generate_sample_prediction())


@pytest.mark.parametrize("spec", SPECS)
def test_a_whole_instance_is_a_valid_prediction(spec, skeleton):
    made = skeleton(spec)
    errors = interface(made).validate_prediction(
        {"result": list(prediction(made))}, return_errors=True
    )
    assert not errors


def prediction(made):
    """Every point with a tier, below one box; points first, so that the box does not cover them."""
    tier = next(t.id for t in made.visibility.tiers if t.coordinates != "forbidden")
    for point in made.keypoints:
        place = {"x": 50.0, "y": 50.0, "width": 0.35}
        common = {"id": f"p_{point.id}", "to_name": "image", "parentID": "box"}
        yield common | {
            "from_name": "kp",
            "type": "keypointlabels",
            "value": place | {"keypointlabels": [point.id]},
        }
        yield common | {
            "from_name": "visibility",
            "type": "choices",
            "value": {"choices": [tier]},
        }
    corners = {"x": 10.0, "y": 10.0, "width": 80.0, "height": 80.0}
    yield {
        "id": "box",
        "from_name": "instance",
        "to_name": "image",
        "type": "rectanglelabels",
        "value": corners | {"rectanglelabels": [made.subject.category]},
    }
