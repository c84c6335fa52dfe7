"""Write a build to disk: whole or not at all, and never over files that are not its own."""

from schemac.output.compare import compare_build, last_files
from schemac.output.manifest import Manifest, read_manifest
from schemac.output.plan import Difference, OutputError, Part, Plan, Section, Written
from schemac.output.replace import put_file, replace_file
from schemac.output.write import write_build

__all__ = [
    "put_file",
    "replace_file",
    "write_build",
    "compare_build",
    "last_files",
    "read_manifest",
    "Plan",
    "Part",
    "Section",
    "Written",
    "Difference",
    "Manifest",
    "OutputError",
]
