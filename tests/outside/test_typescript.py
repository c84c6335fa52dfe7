"""TypeScript's own compiler in strict mode, and Node, which only strips the types."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from conftest import LIBRARY, linked
from node_packages import installed, node
from schemac.constants import constants, enumerations
from schemac.format import Settings
from schemac.formats.typescript import FORMAT
from small_skeletons import bird

HERE = Path(__file__).parent / "typescript"
MADE = [*map(linked, LIBRARY), bird(), bird(visibility=None, edges=(), evaluation=())]
USER = """
import { EDGES, Keypoint, MAIN_SIGMAS, MIRROR, NAMES, SIGMAS } from "./keypoints.ts";
const first: Keypoint = Keypoint.NOSE;
const other: 0 | 2 = MIRROR[1] === 2 ? 2 : 0;
const sigma: number = SIGMAS[MAIN_SIGMAS][first];
const pair: readonly [number, number] = EDGES[0];
// @ts-expect-error there are 17 keypoints
const none: Keypoint = 17;
// @ts-expect-error names cannot be changed
NAMES[0] = "other";
export { first, none, other, pair, sigma };
"""
FLAGS = (
    "--strict", "--noEmit", "--erasableSyntaxOnly", "--isolatedModules", "--isolatedDeclarations",
    "--declaration", "--allowImportingTsExtensions", "--target", "es2022", "--lib", "es2022",
    "--module", "esnext", "--moduleResolution", "bundler", "--skipLibCheck",
)  # fmt: skip


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    made = []
    for at, skeleton in enumerate(MADE):
        made.append(tmp_path_factory.mktemp(f"spec-{at}"))
        (artifact,) = FORMAT.emit(skeleton, Settings()).artifacts
        (made[-1] / artifact.path).write_bytes(artifact.content)
    return made


def test_tsc_takes_it_and_knows_the_narrow_types(folders, request):
    (folders[0] / "user.ts").write_text(USER)
    tsc = installed(request.config, "typescript", HERE) / "node_modules/typescript/bin/tsc"
    files = [str(file) for folder in folders for file in folder.glob("*.ts")]
    done = subprocess.run([node(), str(tsc), *FLAGS, *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_node_reads_what_the_skeletons_say(folders):
    script = "\n".join(
        f"import * as m{at} from {json.dumps((folder / 'keypoints.ts').as_uri())};"
        for at, folder in enumerate(folders)
    )
    script += f"\nconsole.log(JSON.stringify([{', '.join(f'm{i}' for i in range(len(folders)))}]))"
    done = subprocess.run(
        [node(), "--input-type=module", "-e", script], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    for read, skeleton in zip(json.loads(done.stdout), MADE, strict=True):
        wanted = {each.name: each.value for each in constants(skeleton)}
        wanted |= {each.name: each.members for each in enumerations(skeleton)}
        assert read == json.loads(json.dumps(wanted))
